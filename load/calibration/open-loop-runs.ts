import type { ArrivalShape } from '../arrivals.ts'
import type { TruthServerOptions } from './truth/truth-server.ts'

/** One behaviour of a server, and how it is asked for. */
export interface Subject {
  subject: string
  path: string
  /** What the server is told to do: see `truth-server.ts`. */
  query: string
  arrivals: ArrivalShape
  /** To compare at: none on the edge between two modes. */
  percentiles: readonly number[]
}

/** Streams at one server, in one run of the open loop. */
export interface OpenLoopRun {
  options: TruthServerOptions
  /** A request not answered after this long is given up. */
  timeoutMs: number
  subjects: readonly Subject[]
}

/** How long the open loop is calibrated, in seconds. */
export interface OpenLoopLengths {
  /** Of the streams against times, errors and requests that never end. */
  steady: number
  /** Of the stream that meets a freeze. The others are over before it ends, in a rush. */
  frozen: { seconds: number; freezeAfter: number; freezeFor: number }
}

const constant = (perSecond: number, seconds: number): ArrivalShape => ({
  kind: 'constant',
  perSecond,
  durationMs: seconds * 1000,
})

const USUAL = [50, 95, 99]

/** Every shape of load, each in `seconds`, some tens of requests a second. */
const shapes = (seconds: number): Record<string, ArrivalShape> => {
  const durationMs = seconds * 1000
  const part = durationMs / 4
  return {
    ramp: { kind: 'ramp', fromPerSecond: 0, toPerSecond: 80, durationMs },
    step: { kind: 'step', fromPerSecond: 15, toPerSecond: 75, steps: 3, holdMs: part },
    spike: { kind: 'spike', basePerSecond: 15, peakPerSecond: 120, atMs: part, peakMs: part, durationMs },
    // Small ones: the lateness that a bound is widened by is of all times alike, and says nothing of a moment in which a quarter of all arrives.
    burst: { kind: 'burst', size: 2, everyMs: 50, durationMs },
    sustained: { kind: 'sustained', perSecond: 50, rampMs: part, holdMs: 2 * part },
    sinus: {
      kind: 'sinus',
      meanPerSecond: 40,
      amplitudePerSecond: 30,
      periodMs: durationMs,
      phase: 0,
      durationMs,
    },
    poisson: { kind: 'poisson', perSecond: 45, durationMs, seed: 1 },
  }
}

/** @returns a run of every shape against a fixed time */
export function shapesRun(seconds: number): OpenLoopRun {
  return {
    options: {},
    timeoutMs: 2000,
    subjects: Object.entries(shapes(seconds)).map(([name, arrivals]) => ({
      subject: `fixed 20 ms, arrivals as a ${name}`,
      path: `/${name}`,
      query: 'delayMs=20',
      arrivals,
      percentiles: USUAL,
    })),
  }
}

/** @returns a run against fixed times, two modes, fast errors, requests that never end and a freeze */
export function openLoopRun({ steady, frozen }: OpenLoopLengths): OpenLoopRun {
  // Rates that differ: what is sent at the same moments holds each other up.
  const fixed = (ms: number, perSecond: number): Subject => ({
    subject: `fixed ${ms} ms`,
    path: `/${ms}`,
    query: `delayMs=${ms}`,
    arrivals: constant(perSecond, steady),
    percentiles: USUAL,
  })
  return {
    options: {
      freeze: { path: '/frozen', afterMs: frozen.freezeAfter * 1000, forMs: frozen.freezeFor * 1000 },
    },
    // More than any answer takes.
    timeoutMs: (frozen.freezeFor + 1) * 1000,
    subjects: [
      fixed(5, 100),
      fixed(50, 90),
      fixed(500, 80),
      {
        subject: '90 % 10 ms, 10 % 200 ms',
        path: '/modes',
        query: 'delayMs=10&slowEvery=10&slowMs=200',
        arrivals: constant(70, steady),
        percentiles: [50, 85, 95, 99],
      },
      {
        subject: '50 ms, 1 of 5 an error after 1 ms',
        path: '/errors',
        query: 'delayMs=50&failEvery=5&failMs=1',
        arrivals: constant(50, steady),
        percentiles: [5, 50, 95],
      },
      {
        subject: '5 ms, 1 of 10 never answered',
        path: '/hangs',
        query: 'delayMs=5&hangEvery=10',
        arrivals: constant(60, steady),
        percentiles: [50, 85, 95],
      },
      {
        subject: '5 ms, 1 of 10 with a body that never ends',
        path: '/stalls',
        query: 'delayMs=5&stallEvery=10',
        arrivals: constant(40, steady),
        percentiles: [50, 85, 95],
      },
      {
        subject: `5 ms, a freeze of ${frozen.freezeFor} s`,
        path: '/frozen',
        query: 'delayMs=5',
        arrivals: constant(100, frozen.seconds),
        percentiles: [50, 85, 95, 99],
      },
    ],
  }
}
