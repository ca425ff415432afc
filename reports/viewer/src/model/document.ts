import type { RunReport } from '../../../run-report.ts'

/** What was found in the page: a report, that of a run under way, which its server has, or the sentence that says why there is none. */
export type ReadDocument =
  | { kind: 'report'; report: RunReport }
  | { kind: 'live' }
  | { kind: 'unreadable'; because: string }

/** The version of the document that this page can draw. */
const SCHEMA_VERSION: RunReport['schemaVersion'] = 2

/** Reads the embedded document. */
export function readDocument(text: string): ReadDocument {
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return {
      kind: 'unreadable',
      because: `This page holds no run report: its document is not JSON (${reason}).`,
    }
  }
  if (typeof parsed === 'object' && parsed !== null && 'live' in parsed) return { kind: 'live' }
  if (typeof parsed !== 'object' || parsed === null || !('schemaVersion' in parsed)) {
    return {
      kind: 'unreadable',
      because: 'This page holds no run report: its document has no schemaVersion.',
    }
  }
  if (parsed.schemaVersion !== SCHEMA_VERSION) {
    const found = JSON.stringify(parsed.schemaVersion)
    return {
      kind: 'unreadable',
      because: `This page draws run reports of schema version ${SCHEMA_VERSION}, and its document has version ${found}. Open it with the Fleetmark that wrote it.`,
    }
  }
  return { kind: 'report', report: parsed as RunReport }
}
