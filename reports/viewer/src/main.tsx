import { hydrate } from 'preact'
import { App } from './app.tsx'
import { readDocument } from './model/document.ts'

const root = document.querySelector('#report')
const holder = document.querySelector('#report-data')
if (!root) throw new Error('index.html has no element #report to draw the report in.')

// What the file shows without a script is taken over as it stands.
hydrate(<App read={readDocument(holder?.textContent ?? '')} />, root)
