import { expect, test } from '@playwright/test'
import { TruthProcess } from '../../../load/calibration/truth/truth-process.ts'
import { cpuPer1000, tryLoop } from './trial.ts'

// Three processes each, a contest of a second, and the 20 000 requests by which the open loop has its code compiled: some 5 s.
for (const name of ['closed-loop', 'open-loop', 'plain-autocannon', 'plain-sockets'] as const) {
  test(`the ${name} does its contest, and server and contender tell of it`, async () => {
    await using truth = new TruthProcess()
    const trial = await tryLoop(truth, name, { path: '/?delayMs=5', connections: 2, seconds: 1 }, 0.2)
    const { account, answered, cost } = trial
    expect(answered).toBeGreaterThan(0)
    expect(cost.tookSeconds).toBeGreaterThan(0.9)
    expect(cpuPer1000(trial)).toBeGreaterThan(0)
    // A timer may be a little early, and autocannon cuts to whole milliseconds.
    expect(trial.truth.p50).toBeGreaterThan(3.9)
    expect(account.latency.p50).toBeGreaterThan(3.9)
    expect(account.lateness !== undefined).toBe(name === 'open-loop')
  })
}
