import { setTimeout as delay } from 'node:timers/promises'
import type { Clock } from '../../clock.ts'
import { GeneratorHealth, healthMeasurements } from '../../measure/health/generator-health.ts'
import { healthDoubts } from '../../measure/health/health-doubts.ts'
import type { Measurement } from '../../measure/measurement.ts'
import { longTimer } from '../../long-timer.ts'
import { rampUp } from '../../loops/ramp-up.ts'
import { Recording } from '../../measure/recording.ts'
import { startSoon } from '../../start-gate.ts'
import type { StartGate } from '../../start-gate.ts'
import { Correlation } from '../correlation.ts'
import { headersOf } from '../request.ts'
import { Sender } from '../sender.ts'
import { startCannon } from './cannon.ts'
import type { ClosedLoopOptions } from './closed-loop-options.ts'
import { ClosedLoopRecord, SLOT_MS } from './closed-loop-record.ts'
import { deckOf } from './deck.ts'
import { LoopClient } from './loop-client.ts'
import type { LoopMeans, Turn } from './loop-client.ts'

/** The time before the window in which connections are made and caches fill. */
const WARM_UP_MS = 500

/**
 * How many requests a second come back at a number of connections (the closed model).
 *
 * Autocannon drives each client as long as its connection goes on; the sender's own parser reads what comes on it, and each request is timed here. From
 * the end of its connection on a client goes on by the sender: see `startCannon`. Over TLS, where autocannon takes any certificate, the sender
 * drives them all.
 *
 * With `rampMs` clients begin one part after the other: see `rampUp`. Where nobody answers, the run ends early, after 200 failures in a row, or two for each
 * client.
 *
 * Requests are prepared before the run, so that the number in `X-Perf-Seq` is that of a client's card, and comes again with each round of its deck.
 *
 * @param recording makes its recorders. Default: one that hands nothing on.
 * @param gate says when to begin, once all is ready. Default: at once.
 * @returns `capacity` (answers a second without error, a sample each half second, in a run beyond ten minutes each longer stretch; of a mix, with the label `endpoint: 'mix'`); for each
 * request `closed.latency` (service time, ms) and `closed.errors`; and the generator's health
 * @throws RangeError when the requests make no deck: see `deckOf`; RequestError when one of them can't be sent
 */
export async function closedLoop(
  options: ClosedLoopOptions,
  clock: Clock,
  recording = new Recording(),
  gate: StartGate = startSoon,
): Promise<Measurement[]> {
  // A card's number is among its headers.
  const { correlation: _, ...reaching } = options
  const sender = new Sender(reaching, clock)
  const decks = decksOf(options, sender)
  const beganMs = await gate(clock.nowMs())
  await delay(Math.max(0, beganMs - clock.nowMs()))
  const health = new GeneratorHealth(clock, options.lateFromMs, { recording, generator: 'autocannon' })
  const { rampMs = 0 } = options
  const startMs = beganMs + rampMs + WARM_UP_MS
  const endMs = startMs + options.seconds * 1000
  let stop: () => void = () => undefined
  const over = new Promise<void>(resolve => (stop = resolve))
  let isOver = false
  const record = new ClosedLoopRecord(options, { beganMs, startMs, endMs }, stop, recording)
  const means: LoopMeans = {
    sender,
    clock,
    isOver: () => isOver,
    heard: (entry, done) => record.heard(entry, done),
  }
  const slots = setInterval(() => record.endSlots(clock.nowMs()), SLOT_MS)
  const end = longTimer(stop, endMs - clock.nowMs())
  const isPlain = new URL(options.origin).protocol === 'http:'
  const cannons: ReturnType<typeof startCannon>[] = []
  const begin = (those: readonly Turn[][]): void => {
    if (isPlain) cannons.push(startCannon(options.origin, those, means))
    else for (const turns of those) new LoopClient(turns, means).goOn()
  }
  const [first, ...later] = rampUp(decks, rampMs)
  begin(first?.clients ?? [])
  const waiting = later.map(({ atMs, clients }) =>
    longTimer(() => begin(clients), beganMs + atMs - clock.nowMs()),
  )
  await over
  isOver = true
  for (const one of waiting) one.cancel()
  end.cancel()
  clearInterval(slots)
  sender.stop()
  await Promise.all(cannons.map(cannon => cannon.stop()))

  const report = health.stop()
  return [
    ...record.measurements(healthDoubts([report])),
    ...healthMeasurements('autocannon', [report], record.window),
  ]
}

/** @returns what each client sends @throws RequestError when it can't be sent */
function decksOf(
  { requests, connections, headers = {}, correlation, share = { index: 0, count: 1 } }: ClosedLoopOptions,
  sender: Sender,
): Turn[][] {
  const correlated = correlation && new Correlation(correlation)
  const own = Array.from({ length: connections }, (_, client) => client).filter(
    client => client % share.count === share.index,
  )
  return own.map(client =>
    deckOf(requests, client).map(({ entry, request, body = null }) => {
      const { method, path, expect } = request
      const prepared = sender.prepare({
        method,
        path,
        headers: { ...headersOf(request, headers), ...correlated?.next().headers },
        body,
        keepsBody: expect?.contains !== undefined,
      })
      if (prepared instanceof Error) throw prepared
      return { entry, prepared }
    }),
  )
}
