import { expect, test } from '@playwright/test'
import { sampleReport } from '../../testing/sample-report.ts'
import { readDocument } from './document.ts'

test('a report that was written is read back', () => {
  const report = sampleReport()
  expect(readDocument(JSON.stringify(report))).toEqual({ kind: 'report', report })
})

test('what is no report is said in a sentence', () => {
  const because = (text: string) => {
    const read = readDocument(text)
    return read.kind === 'unreadable' ? read.because : undefined
  }
  expect(because('')).toContain('is not JSON')
  expect(because('null')).toContain('no schemaVersion')
  expect(because('{"schemaVersion":3}')).toContain('its document has version 3')
})
