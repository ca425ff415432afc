import { render } from 'preact'
import { App } from './app.tsx'
import { readDocument } from './model/document.ts'

const root = document.querySelector('#report')
const holder = document.querySelector('#report-data')
if (!root) throw new Error('index.html has no element #report to draw the report in.')

const read = readDocument(holder?.textContent ?? '')
if (read.kind === 'report') document.title = `${read.report.run.headline} – Fleetmark`
render(<App read={read} />, root)
// The row that the address names exists only now.
if (location.hash.length > 1)
  document.querySelector(`#${CSS.escape(location.hash.slice(1))}`)?.scrollIntoView()
