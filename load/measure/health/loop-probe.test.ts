import { createHistogram } from 'node:perf_hooks'
import { mock } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { expect, test } from '@playwright/test'
import { LoopProbe } from './loop-probe.ts'

/** A probe on a clock, on timers and on a monitor that go as the test says: the monitor ticks each 5 ms, later where it is held up. */
function simulated(
  use: (probe: LoopProbe, turns: (...lateMs: number[]) => void, passMs: (ms: number) => void) => void,
  heldUpFromMs?: number,
): void {
  mock.timers.enable({ apis: ['setTimeout'] })
  let nowMs = 1000
  const recorded = createHistogram()
  // As Node's: after a reset the first tick only begins.
  let hasBegun = false
  const ticks = {
    get count(): number {
      return recorded.count
    },
    get mean(): number {
      return recorded.mean
    },
    percentile: (percentile: number) => recorded.percentile(percentile),
    reset: () => {
      hasBegun = false
      recorded.reset()
    },
    enable: () => true,
    disable: () => true,
  }
  const probe = new LoopProbe(heldUpFromMs, () => nowMs, ticks)
  try {
    use(
      probe,
      (...lateMs) => {
        for (const ms of lateMs) {
          nowMs += 5 + ms
          mock.timers.tick(5 + ms)
          if (hasBegun) recorded.record(Math.round((5 + ms) * 1e6))
          hasBegun = true
        }
      },
      ms => (nowMs += ms),
    )
  } finally {
    probe.stop()
    mock.timers.reset()
  }
}

test('a loop that is held up is seen before it turns again, less the 5 ms until the probe was due', () => {
  simulated((probe, _turns, passMs) => {
    passMs(205)
    expect(probe.read()).toEqual({ p99Ms: 200, heldUpMs: 200 })
  })
  simulated((probe, turns, passMs) => {
    turns(0, 0, 0)
    passMs(205)
    expect(probe.read().heldUpMs).toBeCloseTo(200, 0)
  })
})

test('what was read once is not told again', () => {
  simulated((probe, turns, passMs) => {
    turns(0, 0, 100)
    expect(probe.read().heldUpMs).toBeCloseTo(100, 0)
    expect(probe.read()).toEqual({ p99Ms: 0, heldUpMs: 0 })
    passMs(17)
    expect(probe.read()).toEqual({ p99Ms: 12, heldUpMs: 12 })
  })
})

test('a stall right after a reading, of which the monitor notes nothing, is seen, and told once', () => {
  simulated((probe, turns) => {
    turns(0, 0)
    probe.read()
    turns(80, 0, 0)
    expect(probe.read().heldUpMs).toBe(80)
    turns(0, 0)
    expect(probe.read().heldUpMs).toBe(0)
  })
})

test('less than 10 ms holds nothing up, or what else it is told', () => {
  for (const [heldUpFromMs, heldUpMs] of [
    [undefined, 12],
    [12.5, 0],
    [4, 17],
    // A timer tells no less than 2 ms.
    [0.5, 20],
  ] as const) {
    simulated((probe, turns) => {
      turns(0, 1.5, 3, 5, 12)
      expect(probe.read().heldUpMs).toBeCloseTo(heldUpMs, 0)
    }, heldUpFromMs)
  }
})

test('several stalls add up; the 99th percentile of 99 delays is the largest, of 101 the second', () => {
  simulated((probe, turns) => {
    const none = (count: number): number[] => Array.from({ length: count }, () => 0)
    // Two more than the monitor has: that under way, and the first, which begins it.
    for (const [noted, p99Ms] of [
      [97, 70],
      [99, 30],
    ] as const) {
      turns(0, 70, 30, ...none(noted - 2))
      const read = probe.read()
      expect(read.p99Ms).toBeCloseTo(p99Ms, 0)
      expect(read.heldUpMs).toBeCloseTo(100, 0)
    }
  })
})

test('a probe that is stopped looks no more', () => {
  let ends = 0
  const histogram = createHistogram()
  const ticks = {
    count: 0,
    mean: Number.NaN,
    percentile: () => 0,
    reset: () => histogram.reset(),
    enable: () => true,
    disable: () => ++ends > 0,
  }
  mock.timers.enable({ apis: ['setTimeout'] })
  try {
    let reads = 0
    const probe = new LoopProbe(10, () => reads++, ticks)
    probe.stop()
    const before = reads
    mock.timers.tick(1000)
    expect([ends, reads]).toEqual([1, before])
  } finally {
    mock.timers.reset()
  }
})

test("Node's monitor sees stalls that are injected, by no more than a probe's interval less than they are", async () => {
  const probe = new LoopProbe()
  const stalls = [30, 120, 60]
  for (const ms of stalls) {
    await delay(20)
    const untilMs = performance.now() + ms
    while (performance.now() < untilMs);
  }
  await delay(20)
  const { heldUpMs, p99Ms } = probe.read()
  probe.stop()
  expect(heldUpMs).toBeGreaterThanOrEqual(30 + 120 + 60 - 3 * 6)
  expect(p99Ms).toBeGreaterThanOrEqual(120 - 6)
})
