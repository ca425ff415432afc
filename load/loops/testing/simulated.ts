import { mock } from 'node:test'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Clock } from '../../clock.ts'
import type { Fault, Outcome } from '../operation.ts'

/** Time that goes as a test says. */
export interface SimulatedTime {
  clock: Clock
  /** @returns an outcome after so long, good unless told otherwise */
  takes: (ms: number, fault?: Fault) => Promise<Outcome>
  /** Lets so much time pass, a millisecond at a time. */
  passMs: (ms: number) => Promise<void>
}

/** @returns a good outcome */
export const good = (startMs: number, endMs: number, fault?: Fault): Outcome => ({
  startMs,
  endMs,
  fault,
  marks: undefined,
  sizes: undefined,
  values: undefined,
})

/** Runs on a clock and on timers that stand still until they are told otherwise: from 0. */
export async function simulated(use: (time: SimulatedTime) => Promise<void>): Promise<void> {
  mock.timers.enable({ apis: ['setTimeout'] })
  let nowMs = 0
  try {
    await use({
      clock: { nowMs: () => nowMs },
      takes(ms, fault) {
        const startMs = nowMs
        return new Promise(resolve => setTimeout(() => resolve(good(startMs, nowMs, fault)), ms))
      },
      async passMs(ms) {
        for (let passed = 0; passed < ms; passed++) {
          nowMs++
          mock.timers.tick(1)
          await nextTurn()
        }
      },
    })
  } finally {
    mock.timers.reset()
  }
}
