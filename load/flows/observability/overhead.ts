import type { Clock } from '../../clock.ts'
import type { HttpRequest } from '../../http/request.ts'
import type { SenderOptions } from '../../http/sender.ts'
import { withMeans } from '../../http/with-means.ts'
import { runClosedLoop } from '../../loops/closed-loop.ts'
import { GivingUp } from '../../loops/giving-up.ts'
import { RoundRecord } from '../../loops/round-record.ts'
import { inRounds } from '../../loops/rounds.ts'
import type { Measurement } from '../../measure/measurement.ts'
import { Recording } from '../../measure/recording.ts'

/** How a target's traces and metrics are switched, and what is asked for meanwhile. Plain data, that can be sent to a thread. */
export interface ObservabilityRequests {
  on: HttpRequest
  off: HttpRequest
  load: HttpRequest
}

/** The same load with observability on and off. Serialisable. */
export interface OverheadOptions extends SenderOptions {
  requests: ObservabilityRequests
  /** Pairs of turns. */
  pairs: number
  /** How long a turn lasts, ms. */
  turnMs: number
}

const TURNS = ['off', 'on'] as const

/** So many ask at a time: enough for a target of one thread to have no time left, so that what it does more shows. */
const CLIENTS = 4

/** A generator that is held up for so long makes a turn of 200 ms look a twentieth longer, ms. */
const HELD_UP_MS = 10

/**
 * Puts the same load (the closed model) on a target with its observability on and off, in turns by chance, and tells by how much longer a request takes with it.
 * It is left on.
 *
 * @param recording makes its recorders. Default: one that hands nothing on.
 * @returns `observability.time`, ms a request of each turn (label `turn`: `on`, `off`), `observability.errors`, and of the pairs in which all went well
 * `observability.overhead`, the share that was added (0 where it took less); and the generator's own health
 */
export async function measureOverhead(
  options: OverheadOptions,
  clock: Clock,
  recording = new Recording(),
): Promise<Measurement[]> {
  const { requests, pairs, turnMs } = options
  return withMeans('observability', options, { clock, recording }, async ({ asker, health }) => {
    const record = new RoundRecord(
      {
        time: { metric: 'observability.time', label: 'turn' },
        names: TURNS,
        errors: 'observability.errors',
        ratios: { 'observability.overhead': 'ratio' },
        nothing: 'No turns to compare',
      },
      recording,
    )
    const givingUp = new GivingUp(clock)
    const ask = async (name: string, request: HttpRequest, intendedMs: number) => {
      const { outcome } = await asker.ask(request, {}, intendedMs)
      givingUp.heard(outcome)
      record.heard(outcome, intendedMs, name)
      return outcome
    }
    const turn = async (name: (typeof TURNS)[number]): Promise<number | undefined> => {
      if (givingUp.signal.aborted) return undefined
      if ((await ask(name, requests[name], clock.nowMs())).fault) return undefined
      const startMs = clock.nowMs()
      let count = 0
      let failed = 0
      await runClosedLoop(
        {
          operation: (_index, intendedMs) => ask('load', requests.load, intendedMs),
          clients: CLIENTS,
          untilMs: startMs + turnMs,
          signal: givingUp.signal,
          heard: ({ fault, startMs: begunMs }, intendedMs) => {
            health.began(intendedMs, begunMs)
            count++
            if (fault) failed++
          },
        },
        clock,
      )
      if (failed > 0 || count === 0) return undefined
      return (clock.nowMs() - startMs) / count
    }
    try {
      // The first of both is not counted: code is compiled meanwhile.
      for (const name of TURNS) await turn(name)
      await inRounds({ names: TURNS, rounds: pairs, heldUpFromMs: HELD_UP_MS }, turn, took => {
        const atMs = clock.nowMs()
        for (const name of TURNS) record.took(name, took[name], atMs)
        record.tell('observability.overhead', Math.max(0, took.on / took.off - 1), atMs)
      })
    } finally {
      await ask('on', requests.on, clock.nowMs())
    }
    return (window, doubts) => record.measurements(window, doubts)
  })
}
