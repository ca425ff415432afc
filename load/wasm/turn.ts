/** For how long, and how often, a function is called once it is warm. */
export interface TimePlan {
  /** For how long each input is timed, ms. */
  hotMs: number
  /** How often the first input is called at least, unless that takes more than three seconds. */
  calls: number
}

/** What a process is asked for that measures one module, or compares two; modules by their URLs, inputs by their paths. */
export type Turn =
  | { kind: 'compare'; baseline: string; candidate: string; inputs: readonly string[] }
  | ({ kind: 'time'; module: string; inputs: readonly string[] } & TimePlan)
  | { kind: 'at-once'; module: string; input: string; instances: number; forMs: number }

/** What it tells. Inputs are in the order in which they were given. */
export type Told =
  | {
      kind: 'compare'
      /** For each input where the results differ first; null where they don't. */ differences: (
        | string
        | null
      )[]
    }
  | {
      kind: 'time'
      /** The first call of the first input, with what it has to load. */
      coldMs: number
      hot: HotTime[]
    }
  | {
      kind: 'at-once'
      perSecond: number
      /** Share of the time in which the instances were busy, the mean. */
      utilisation: number
      /** CPU time that it had, as a share of a core for each instance, of as many cores as there are. */
      cpu: number
    }
  | { kind: 'failed'; message: string }

/** What a page can be asked for as well. */
export type PageTurn = Exclude<Turn, { kind: 'at-once' }>

/** Has a turn taken, in a process or in a page. It throws PairFault where that can't be. */
export type TakeTurn = <T extends PageTurn>(
  turn: T,
  /** The path of the module, as it was given. */ whose: string,
) => Promise<Extract<Told, { kind: T['kind'] }>>

/** One input, once the function is warm. */
export interface HotTime {
  /** The median of blocks of calls. */
  callMs: number
  calls: number
  /** By how much memory grew by the call, over the second half. */
  grownBytes: number
}

/** What one of several instances tells. */
export interface InstanceTold {
  calls: number
  /** Share of the time in which it was busy, 0 to 1. */
  utilisation: number
}
