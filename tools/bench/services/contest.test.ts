import { expect, test } from '@playwright/test'
import { respServer } from '../../../load/redis/testing/resp-server.ts'
import { contendAt, percentilesOf } from './contest.ts'
import { closedIn, closedLoop } from './redis-benchmark.ts'

test('percentiles of times that came in any order', () => {
  const timesMs = Array.from({ length: 100 }, (_, index) => ((index * 37) % 100) + 1)
  expect(percentilesOf(timesMs)).toEqual({ done: 100, p50Ms: 50, p99Ms: 99 })
})

test('what redis-benchmark prints is read by its heads', () => {
  const csv =
    '"test","rps","avg_latency_ms","min_latency_ms","p50_latency_ms","p95_latency_ms","p99_latency_ms","max_latency_ms"\n"SET","62111.80","0.030","0.016","0.023","0.047","0.079","0.679"\n'
  expect(closedIn(csv)).toEqual({ perSecond: 62_111.8, p50Ms: 0.023, p99Ms: 0.079 })
})

for (const name of ['bare', 'instrument'] as const) {
  test(`the ${name} loop does as many commands as are due, and tells what they cost`, async () => {
    await using server = await respServer()
    const url = `redis://127.0.0.1:${server.port}`
    const contest = { service: 'redis', url, prefix: 'p_', perSecond: 50, seconds: 1 } as const
    const { done, cpuSeconds, p50Ms, p99Ms } = await contendAt(name, contest)
    expect(done).toBe(50)
    expect(cpuSeconds).toBeGreaterThan(0)
    expect(p50Ms).toBeLessThanOrEqual(p99Ms)
    // Two seconds of warming up before.
    expect(server.commands.filter(([command]) => command === 'SET')).toHaveLength(150)
  })
}

test('the closed loop does as many commands as it is told', async () => {
  await using server = await respServer()
  const { perSecond, p50Ms } = await closedLoop(`redis://127.0.0.1:${server.port}`, 'p_', 300)
  expect(server.commands.filter(([command]) => command === 'SET')).toHaveLength(600)
  expect(perSecond).toBeGreaterThan(0)
  expect(p50Ms).toBeGreaterThan(0)
})
