import { hydrate } from 'preact'
import { App } from './app.tsx'
import { readDocument } from './model/document.ts'

const root = document.querySelector('#report')
const holder = document.querySelector('#report-data')
if (!root) throw new Error('index.html has no element #report to draw the report in.')

const read = readDocument(holder?.textContent ?? '')
if (read.kind === 'report') document.title = `${read.report.run.headline} – Fleetmark`
// What the file shows without a script is taken over as it stands; in a task of its own, so that the page answers before it.
setTimeout(() => hydrate(<App read={read} />, root))
