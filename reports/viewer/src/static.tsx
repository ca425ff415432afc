import { renderToString } from 'preact-render-to-string'
import type { RunReport } from '../../run-report.ts'
import { ReportPage } from './app.tsx'

/** @returns the verdict and the SLOs as HTML, for readers whose browser runs no script, and for the moment before it does */
export const drawStatic = (report: RunReport): string => renderToString(<ReportPage report={report} />)
