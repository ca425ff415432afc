import path from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { lastCalibration } from '../calibration/calibration-file.ts'
import { slimReport } from '../fill-page.ts'
import { concludeRun } from '../judge/conclude-run.ts'
import type { Judgement } from '../judge/slo.ts'
import { summariseCategories } from '../judge/summary.ts'
import { composeRecord } from '../parts/compose-record.ts'
import { PARTS_FILE } from '../parts/part-line.ts'
import type { PartsHeader } from '../parts/part-line.ts'
import { processIsThere } from '../parts/process-is-there.ts'
import { RunRecord } from '../parts/run-record.ts'
import type { StepParts } from '../parts/run-record.ts'
import { command } from '../command-line/command.ts'
import type { KeptFile } from '../run-folder.ts'
import type { RunReport } from '../run-report.ts'
import { readReport } from '../stored/rejudge.ts'
import type { LiveDocument } from './live-document.ts'
import { PartsTail } from './parts-tail.ts'
import { Plan } from './plan.ts'

/** So many lines are read before others of the process have their turn. */
const LINES_AT_ONCE = 50

/** A run under way as its folder tells it. */
export class LiveRun {
  readonly folder: string
  readonly #record: RunRecord
  readonly #tail: PartsTail
  readonly #isRunning: typeof processIsThere
  #plan: Plan | undefined
  #reading: Promise<void> | undefined
  #ended: RunReport | undefined

  /** @param isRunning whether a process is there. Default: the system is asked. */
  constructor(folder: string, isRunning = processIsThere) {
    const file = path.join(folder, PARTS_FILE)
    this.folder = folder
    this.#record = new RunRecord(file)
    this.#tail = new PartsTail(file)
    this.#isRunning = isRunning
  }

  /** Reads what was written since the last time. @throws PartsError when it is no record of a run that this release reads */
  catchUp(): Promise<void> {
    this.#reading ??= this.#read().finally(() => (this.#reading = undefined))
    return this.#reading
  }

  /** @returns whether it goes on, has written its report, or will write none: its process is gone */
  state(): LiveDocument['kind'] {
    const { header } = this.#record
    if (!header) return 'waiting'
    // Asked before the report is looked for: it is written before the process ends.
    const isRunning = this.#isRunning(header.pid)
    this.#ended ??= this.#readReport()
    return this.#ended ? 'ended' : isRunning ? 'under-way' : 'lost'
  }

  /** @param nowMs epoch ms */
  document(nowMs: number): LiveDocument {
    const state = this.state()
    const { folder } = this
    const { header } = this.#record
    if (state === 'waiting' || !header) return { kind: 'waiting' }
    if (state === 'lost') return { kind: 'lost', judge: command('judge', folder) }
    if (this.#ended) return { kind: 'ended', folder, report: slimReport(this.#ended) }
    const standing = this.#plan?.standing(nowMs)
    return { kind: 'under-way', folder, ...this.#judge(header, nowMs), ...(standing && { standing }) }
  }

  /** @returns the document of a run under way until the last moment that it tells of, whole, and the files that belong to it @throws Error before its header was read */
  checkpoint(): { report: RunReport; kept: KeptFile[] } {
    const { header, lastMs } = this.#record
    if (!header) throw new Error(`${this.folder} has no header yet.`)
    return this.#compose(header, lastMs)
  }

  close(): void {
    this.#tail.close()
  }

  async #read(): Promise<void> {
    let count = 0
    for (const line of this.#tail.read()) {
      this.#record.take(line)
      if (line.kind === 'header') this.#plan = new Plan(line.plan ?? [])
      if (line.kind === 'begun') this.#plan?.begin(line.step, line.startMs)
      if (line.kind === 'ended') this.#plan?.end(line.step)
      if (++count % LINES_AT_ONCE === 0) await setImmediate()
    }
  }

  #judge(header: PartsHeader, nowMs: number): { report: RunReport; open: number } {
    const { report, open } = this.#compose(header, nowMs)
    return { report: slimReport(report), open }
  }

  #compose(header: PartsHeader, nowMs: number): { report: RunReport; kept: KeptFile[]; open: number } {
    const steps = this.#record.steps()
    const { calibration } = lastCalibration(path.dirname(this.folder))
    const { report, kept } = composeRecord(
      {
        header,
        steps: [...steps.values()].map(one => (one.ended ? one : underWay(one, nowMs))),
        errors: this.#record.errors,
        lastMs: nowMs,
      },
      { calibration },
    )
    // A spec that has not ended may measure it yet.
    const open = new Set(
      (header.plan ?? []).filter(({ id }) => steps.get(id)?.ended !== true).flatMap(({ slos }) => slos),
    )
    const isOpen = ({ id, verdict }: Judgement): boolean => verdict === 'NO_DATA' && open.has(id)
    const judgements = report.judgements.filter(one => !isOpen(one))
    const run = { ...report.run, ...concludeRun(false, judgements, report.measurements) }
    return {
      report: { ...report, run, judgements, categories: summariseCategories(judgements) },
      kept,
      open: report.judgements.length - judgements.length,
    }
  }

  /** One that is half written is none yet. */
  #readReport(): RunReport | undefined {
    try {
      return readReport(this.folder)
    } catch {
      return undefined
    }
  }
}

/** What a spec under way has measured was not cut short, and the spec is not interrupted: the page tells that it goes on. */
function underWay({ attached, result, ...step }: StepParts, nowMs: number): StepParts {
  const { message: _, ...rest } = result
  return {
    ...step,
    result: { ...rest, endMs: nowMs, outcome: 'completed' },
    attached: attached.map(one =>
      one.kind === 'measurement'
        ? {
            ...one,
            measurement: {
              ...one.measurement,
              doubts: one.measurement.doubts.filter(({ kind }) => kind !== 'cut-short'),
            },
          }
        : one,
    ),
  }
}
