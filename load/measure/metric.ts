import type { Unit } from './measurement.ts'

/** What kind of thing a metric tells of; it settles the units it may have. `events` are counted as good or bad (a tally). */
export type Quantity = 'time' | 'events' | 'rate' | 'level' | 'share' | 'size' | 'score' | 'multiple' | 'cost'

/** What of the requests of a workload a metric tells. The first two are of whole connections, which belong to no request. */
export type RequestPart =
  | 'connect'
  | 'tls'
  | 'latency'
  | 'service'
  | 'ttfb'
  | 'overhead'
  | 'errors'
  | 'capacity'
  | 'closed.latency'
  | 'closed.errors'
  | 'stage.latency'
  | 'stage.errors'
  | 'size.sent'
  | 'size.received'

/**
 * How a metric is shown in its section:
 * - `table`: a row with its numbers;
 * - `unlisted`: not at all; the time axis and the run's files have it;
 * - `strip`: each value a dot;
 * - `levels`: a curve over a load that a label counts, with its knee or a line through it;
 * - `curve`: by percentile, in one chart with those whose names begin with the same word, and a row; `only` keeps what carries one of these values of a label, or lacks the label;
 * - `way`: a part of a bar whose spans follow each other; `spans` and `whole` are curves as well;
 * - `request`: a cell in the row of its endpoint, in the table of its workload;
 * - `account`: a sentence of how many there were and of what each cause took, and a row;
 * - `ledger`: a cell in a table of what became of all that was sent, in the row of its labels;
 * - `recovery`: a part of a card that tells how connections came back;
 * - `search`: a search for the most load, as a card of its own;
 * - `audit`: beside the cards of the audits.
 */
export type View =
  | { kind: 'table' | 'unlisted' | 'strip' | 'search' | 'audit' }
  | {
      kind: 'levels'
      /** The label that counts the load. */ label: string
      /** What is counted, e.g. `agents`. */ loads: string
      /** A straight line through the values in place of a knee. Default: the knee. */ fit?: 'line'
    }
  | {
      kind: 'curve'
      only?: Readonly<Record<string, readonly string[]>>
      /** What the chart tells of that it shares with the others whose names begin alike: `training jobs`. Default: the title of the first of them. */
      chart?: string
    }
  | { kind: 'way'; /** Heading of the bar. */ way: string; part: 'span' | 'whole' | 'error' | 'superseded' }
  | {
      kind: 'request'
      workload: string
      /** Heading of the workload's table. */ title: string
      part: RequestPart
    }
  | { kind: 'account'; /** What is counted, e.g. `updates sent`. */ noun: string }
  | {
      kind: 'ledger'
      /** Heading of the table. */ table: string
      /** What tells its rows apart. */ rows: string
      /** Heading of its column. */ column: string
    }
  | { kind: 'recovery'; part: 'back' | 'time' | 'missed' | 'connected' | 'attempts' }

/** A metric, declared once by the workload that produces it or by a target: all that a report needs to show it. */
export interface MetricDeclaration {
  /** Words of small letters, digits and hyphens, joined by dots: `realtime.connect.time`. */
  name: string
  quantity: Quantity
  unit: Unit
  /** What a person reads, e.g. `Connection handshake`, wherever it is shown. Of events it tells of the bad ones: `Failed requests`. */
  title: string
  /** What the good events are called where a share of them is asked for: `Completed requests`. Default: the title. */
  good?: string
  better: 'lower' | 'higher' | 'none'
  /** The id of its section: `page`, `realtime`, `api`, or any other. */
  section: string
  /** Its place down the section and down the time axis, the smallest first. */
  order: number
  /** Whether it is drawn over the time of the run: in a panel of its own, or in one with that title that several metrics share. */
  overTime: boolean | { panel: string }
  /** Default `table`. */
  view?: View
  /** A sentence for the glossary. */
  about?: string
}

/** A part of the report about one system. */
export interface SectionDeclaration {
  /** Its anchor in the page, and the category of its SLOs. */
  id: string
  title: string
  /** Its place down the page, the smallest first. */
  order: number
}

/** The units that a quantity may have. */
export const UNITS_OF: Readonly<Record<Quantity, readonly Unit[]>> = {
  time: ['ms'],
  events: ['count'],
  rate: ['per-second'],
  level: ['count'],
  share: ['ratio'],
  size: ['bytes'],
  score: ['score'],
  multiple: ['times'],
  cost: ['usd'],
}
