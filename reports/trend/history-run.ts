import { z } from 'zod'
import { conditionsOf, nameFigure } from '../compare/baseline.ts'
import { VERDICTS } from '../judge/slo.ts'
import { shortHash } from '../machine.ts'
import type { RunReport } from '../run-report.ts'

/** Of the lines that this Fleetmark writes and reads. */
export const HISTORY_VERSION = 1

const text = z.string()

/** A line of the history, as it is read: fields that a later version adds are passed over. */
export const historyRunSchema = z.object({
  schemaVersion: z.literal(HISTORY_VERSION),
  run: text,
  startedAt: z.iso.datetime(),
  status: z.enum(['complete', 'failed', 'interrupted']),
  target: text,
  /** Fingerprint of the machine. */
  machine: text,
  /** Short hash of the settings that say what is measured. */
  settings: text,
  fleetmark: text,
  figures: z.array(
    z.object({
      /** That of the judgement: the SLO's id, and the value of its `by` label. */
      name: text,
      metric: text,
      unit: z.enum(['ms', 'bytes', 'ratio', 'per-second', 'count', 'score', 'times', 'usd']),
      statistic: text,
      /** What the SLO judges, in `unit`. Absent: the run has no data. */
      value: z.number().optional(),
      n: z.number(),
      verdict: z.enum(VERDICTS),
    }),
  ),
})

/** What is kept of a run for later ones. */
export type HistoryRun = z.infer<typeof historyRunSchema>

/** @returns what is kept of a run for later ones */
export function historyRunOf(report: RunReport): HistoryRun {
  const { target, fleetmark, machine, settings } = conditionsOf(report)
  const { id, startedAt, status } = report.run
  return {
    schemaVersion: HISTORY_VERSION,
    run: id,
    startedAt,
    status,
    target,
    machine: machine.fingerprint,
    settings: shortHash(Object.entries(settings).toSorted(([a], [b]) => (a < b ? -1 : 1))),
    fleetmark,
    figures: report.judgements.map(judgement => {
      const { name, metric, unit, statistic } = nameFigure(judgement)
      const { observed, n, verdict } = judgement
      return { name, metric, unit, statistic, ...(observed !== undefined && { value: observed }), n, verdict }
    }),
  }
}
