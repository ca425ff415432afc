import { mock } from 'node:test'
import { expect, test } from '@playwright/test'
import { LoopProbe } from './loop-probe.ts'

/** A probe on a clock that the test sets; its timer never fires within a test, since nothing is awaited. */
function manual(use: (probe: LoopProbe, passMs: (ms: number) => void) => void): void {
  let nowMs = 1000
  const probe = new LoopProbe(() => nowMs)
  try {
    use(probe, ms => (nowMs += ms))
  } finally {
    probe.stop()
  }
}

test('a loop that is held up is seen before it turns again, less the 5 ms until the probe was due', () => {
  manual((probe, passMs) => {
    passMs(205)
    expect(probe.read()).toEqual({ p99Ms: 200, heldUpMs: 200 })
  })
})

test('what was read once is not told again', () => {
  manual((probe, passMs) => {
    passMs(205)
    probe.read()
    expect(probe.read()).toEqual({ p99Ms: 0, heldUpMs: 0 })
    passMs(12)
    expect(probe.read()).toEqual({ p99Ms: 12, heldUpMs: 12 })
  })
})

test('less than 10 ms holds nothing up', () => {
  manual((probe, passMs) => {
    passMs(14.5)
    expect(probe.read()).toEqual({ p99Ms: 9.5, heldUpMs: 0 })
    passMs(10)
    expect(probe.read().heldUpMs).toBe(10)
  })
  manual((probe, passMs) => {
    passMs(3)
    expect(probe.read()).toEqual({ p99Ms: 0, heldUpMs: 0 })
  })
})

test('several stalls add up, and the 99th percentile is that of the probes', async () => {
  let lateMs = 0
  // Each probe finds that 5 ms have passed, and the stalls that the test put between them.
  let readings = 0
  let awaited: { reading: number; reached(): void } | undefined
  const probe = new LoopProbe(() => {
    if (readings === awaited?.reading) awaited.reached()
    return 5 * readings++ + lateMs
  })
  const turns = (count: number): Promise<void> =>
    new Promise(resolve => (awaited = { reading: readings + count - 1, reached: resolve }))
  await turns(3)
  lateMs += 100
  await turns(3)
  lateMs += 50
  await turns(3)
  probe.stop()
  const { p99Ms, heldUpMs } = probe.read()
  expect(heldUpMs).toBe(150)
  expect(p99Ms).toBe(100)
})

/** A probe on a clock and on timers that go as the test says. */
function simulated(
  use: (probe: LoopProbe, turns: (...lateMs: number[]) => void, reads: () => number) => void,
): void {
  mock.timers.enable({ apis: ['setTimeout'] })
  try {
    let nowMs = 1000
    let reads = 0
    const probe = new LoopProbe(() => (reads++, nowMs))
    const turns = (...lateMs: number[]): void => {
      for (const ms of lateMs) {
        nowMs += 5 + ms
        mock.timers.tick(5)
      }
    }
    use(probe, turns, () => reads)
  } finally {
    mock.timers.reset()
  }
}

test('the 99th percentile of 99 delays is the largest, of 100 the second', () => {
  simulated((probe, turns) => {
    const none = (count: number): number[] => Array.from({ length: count }, () => 0)
    // The reading adds the delay that is under way, here none.
    for (const [quiet, p99Ms] of [
      [96, 70],
      [97, 30],
      [96, 70],
    ] as const) {
      turns(70, 30, ...none(quiet))
      expect(probe.read()).toEqual({ p99Ms, heldUpMs: 100 })
    }
  })
})

test('a probe that is stopped looks no more', () => {
  simulated((probe, turns, reads) => {
    turns(0)
    probe.stop()
    const looks = reads()
    turns(0, 0)
    expect(reads()).toBe(looks)
  })
})
