import { deflateRawSync, inflateRawSync } from 'node:zlib'
import type { Part } from '../../load/measure/recording.ts'
import type { Attached } from '../evidence-attachment.ts'
import type { Machine } from '../machine.ts'
import type { PlannedSpec } from '../planned-spec.ts'
import type { ReporterOptions } from '../reporter-options.ts'
import type { Step } from '../run-report.ts'

/** The version of the lines. A reader takes no other. */
export const PARTS_VERSION = 2

/** Name of the file in a run's folder. */
export const PARTS_FILE = 'parts.ndjson'

/** What is known of a run when it begins: with the lines that follow, a report can be made of it. */
export interface PartsHeader {
  kind: 'header'
  version: typeof PARTS_VERSION
  /** The process that writes the report when the run ends. */
  pid: number
  startedAtMs: number
  machine: Machine
  /** Ids of the SLOs that the selected specs are to answer. */
  asked: string[]
  /** The selected specs in their order. Absent in files from before it was written. */
  plan?: PlannedSpec[]
  options: Omit<ReporterOptions, 'results' | 'projects' | 'rename' | 'printsTo' | 'errorsTold' | 'merges'>
}

/**
 * A line of `parts.ndjson`, in the order in which things happened. What a spec handed over (`attached`) stands; its `parts` count only as far as
 * nothing that was handed over later has their metric and labels. The attachments that Playwright carries are the same as the `attached` lines: of a
 * spec that ended the reporter takes those, and reads the lines of one that did not.
 */
export type PartLine =
  | PartsHeader
  | { kind: 'begun'; step: string; name: string; file: string; startMs: number }
  | { kind: 'parts'; step: string; atMs: number; parts: Part[] }
  | { kind: 'attached'; step: string; attached: Attached }
  | { kind: 'ended'; step: string; result: Step }
  | { kind: 'error'; text: string }

/** @returns the line as text, with its end; the counts of histograms are packed, deflated, in base64 */
export function writeLine(line: PartLine): string {
  return `${JSON.stringify(line, (_, value: unknown) =>
    value instanceof Uint8Array ? deflateRawSync(value).toString('base64') : value,
  )}\n`
}

/** @returns the line; `undefined` when it is none */
export function readLine(text: string): PartLine | undefined {
  let line: PartLine
  try {
    line = JSON.parse(text) as PartLine
    if (line.kind === 'parts') for (const { data } of line.parts) unpack(data)
  } catch {
    return undefined
  }
  return line
}

function unpack(data: Part['data']): void {
  if (data.kind !== 'histogram') return
  for (const block of data.blocks) {
    block.counts = new Uint8Array(inflateRawSync(Buffer.from(block.counts as unknown as string, 'base64')))
  }
}
