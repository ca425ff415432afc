import type { LevelTried, SearchResult } from '../capacity/search.ts'

/** Units a measurement can have. Values are formatted for people only in `reports/`. */
export type Unit = 'ms' | 'bytes' | 'ratio' | 'per-second' | 'count' | 'score' | 'times' | 'usd'

/** Labels that tell measurements of one metric apart, e.g. `{ endpoint: 'GET /api/agents' }`. */
export type Labels = Readonly<Record<string, string>>

/** A histogram cut into blocks of time: each block is an HdrHistogram (V2, compressed, base64) of thousandths of the unit. */
export interface HistogramData {
  kind: 'histogram'
  /** Blocks in time order; `startMs` is epoch milliseconds. */
  blocks: { startMs: number; encoded: string }[]
  /** Length of a block where neighbours were merged, ms; such blocks keep their values to 3 to 6 %. Absent: a second. */
  blockMs?: number
  /** The sum of all blocks, to 0.1 %, where neighbours were merged. Absent: the blocks add up to it. */
  whole?: string
  /** Values recorded, over all blocks. */
  n: number
  /** Values above the highest trackable one, recorded as that highest value. */
  overflow: number
  /** Values that are lower bounds only (a time-out recorded at the time-out). */
  censored: number
}

/** A few values, each with the time it was taken (epoch milliseconds). */
export interface SamplesData {
  kind: 'samples'
  points: { atMs: number; value: number; censored?: true }[]
}

/** Events counted as good or bad, in blocks of time; `causes` groups the bad ones by kind. */
export interface TallyData {
  kind: 'tally'
  total: number
  bad: number
  causes: Record<string, number>
  /** For some causes the first event of its kind, as text of at most 200 characters: a frame that could not be read, an answer. */
  examples?: Record<string, string>
  blocks: { startMs: number; total: number; bad: number }[]
  /** Length of a block where neighbours were merged, ms. Absent: a second. */
  blockMs?: number
}

/** A quantity over time, for the time axis: `[epoch ms, value]`. Never judged. */
export interface SeriesData {
  kind: 'series'
  points: [atMs: number, value: number][]
}

/** A search for the most load that holds: what was tried, and why it ended. Never judged. */
export interface SearchData extends Omit<SearchResult, 'levels'> {
  kind: 'search'
  /** What a load is counted in, e.g. `requests a second`. */
  loads: string
  /** All that was tried, in order; with the 95th percentile of its times (ms) and the good answers a second, where they are known. */
  levels: (LevelTried & { p95Ms?: number; perSecond?: number })[]
}

export type MeasurementData = HistogramData | SamplesData | TallyData | SeriesData | SearchData

/**
 * A reason not to trust a measurement, as data. What each can change:
 * - `generator-late` only adds to a time, and only in the seconds listed; and to events that are bad for the time they took, the number that it tells;
 * - `generator-saturated` only adds to a time, without bound, and to a number of failures (time-outs), and only takes from a number of answers a
 *   second;
 * - `cpu-starved` only takes from a number of answers a second (what it adds to a time shows as lateness);
 * - `load-not-applied`, `fault-not-seen` and `signed-out` void whatever was concluded;
 * - `clock-uncertain` shifts a time either way;
 * - `cut-short` voids whatever the rest could have changed: all but events that were not to happen at all, and did;
 * - `own-fault` only adds failures: of this side's input, network or certificates;
 * - `times-disagree`, of times that the target itself tells: they may be longer by what none of them accounts for; all are void where they are more than
 *   the whole;
 * - `counts-disagree`, of what the target tells and the service behind it counted otherwise, voids whatever was concluded;
 * - `audit-warned` voids whatever was concluded where `isOther`, else nothing;
 * - `connections-recycled` only adds failures: requests lost on connections that the target had just closed. What was sent again is no failure; it
 *   took longer.
 * - `worker-lost` is `cut-short` of one machine's part;
 * - `stopped-early`, of a load that was ended because so much of it failed, voids a PASS: the rest could have failed too.
 * - `machine-busy`, of a target on the machine of the run: only adds to a time, and only takes from a number of answers a second, without bound, in
 *   the seconds listed; and to events that are bad for the time they took, the number that it tells.
 *
 * `machine` names the one that it is of, where several made the load. Absent: the one that has the run.
 */
export type Doubt = DoubtKind & { machine?: string }

type DoubtKind =
  | {
      kind: 'audit-warned'
      /** In the words of the audit. */
      warnings: string[]
      /** Whether another page than the one that was asked for may have been judged, or not all of it. */
      isOther: boolean
    }
  | {
      kind: 'generator-late'
      /** The most of any second. */
      lateMs: number
      /** The seconds in which it was late: their start (epoch ms), and how long something under way in them may have waited for it. */
      seconds: [startMs: number, lateMs: number][]
      /** For how long each of them stands, ms, where there were many and neighbours were merged. Absent: a second. */
      spanMs?: number
      /** Events that took too long by no more than they may have waited for the generator. Absent: none is bad for its time. */
      tooLong?: number
    }
  | {
      kind: 'machine-busy'
      /** The most of the machine's processors that other programs than the run's took while none was idle, 0 to 1. */
      share: number
      /** The seconds in which they took so much: their start (epoch ms), and the share. */
      seconds: [startMs: number, share: number][]
      /** For how long each of them stands, ms, where there were many and neighbours were merged. Absent: a second. */
      spanMs?: number
      /** Events that timed out, and may have been under way in those seconds. Absent: none is bad for its time. */
      tooLong?: number
    }
  | {
      kind: 'generator-saturated'
      /** Share of the time in which the event loop was busy, 0 to 1. */ utilisation: number
    }
  | {
      kind: 'cpu-starved'
      /** Share of the time in which the event loop was busy, 0 to 1. */
      utilisation: number
      /** CPU time that it was given, as a share of one core. */
      cpu: number
    }
  | {
      kind: 'load-not-applied'
      /** Units of work intended. */ wanted: number
      applied: number
      /** Where the target is why: what it did, e.g. `connection closed`. Absent: this side could not. */ cause?: string
    }
  | {
      kind: 'own-fault'
      /** What failed on this side. */ cause: string
      /** How many events. */ count: number
    }
  | {
      kind: 'signed-out'
      /** How the target showed afterwards that nobody is signed in any more, e.g. `status 401 at /api`. */ found: string
    }
  | {
      kind: 'fault-not-seen'
      /** What should have been lost. */
      wanted: number
      seen: number
      /** What it is, in the plural. Absent: connections, which should have been cut. */
      of?: string
    }
  | { kind: 'cut-short'; /** When the last of it came, epoch ms. */ atMs: number }
  | {
      kind: 'stopped-early'
      /** When, epoch ms. */ atMs: number
      /** What failed until then, as a clause. */ because: string
    }
  | {
      kind: 'worker-lost'
      /** Since when, epoch ms. */ atMs: number
      /** The rest of a sentence that begins with the machine. */ because: string
    }
  | { kind: 'clock-uncertain'; /** Half-width of the offset's interval. */ errorMs: number }
  | {
      kind: 'times-disagree'
      /** What none of the told times accounts for, ms: the 95th percentile. */
      restMs: number
      /** Of how many the told times were more than the whole. */
      exceeding: number
      of: number
    }
  | {
      kind: 'counts-disagree'
      /** What was counted, e.g. `hits`, `events under way`. */ what: string
      /** How many the target told. */ told: number
      /** How many the service behind it counted meanwhile. */ counted: number
    }
  | {
      kind: 'connections-recycled'
      /** Requests that failed so. */ lost: number
      /** Those that were sent again, as browsers do. Absent: none. */ resent?: number
    }

/** One metric from one workload: all that a workload hands back. Serialisable, and raw enough to be judged again. */
export interface Measurement {
  metric: string
  unit: Unit
  labels: Labels
  /** The steady part, epoch milliseconds. */
  window: { startMs: number; endMs: number }
  data: MeasurementData
  doubts: Doubt[]
  /** Where there is not one value, or none from some time on: what was looked for, where, and in vain. A sentence. */
  absence?: string
  /** The absence is no fault of anybody's: there can be no value here, and a run without one may pass. */
  isExcused?: true
  /** With an absence: something was measured, and it settles nothing. The verdict is INCONCLUSIVE, where it is NO_DATA of what has no value for another reason. */
  isUndecided?: true
}
