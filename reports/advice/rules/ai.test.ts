import { expect, test } from '@playwright/test'
import { adviceBy, runOf, sloOf, times } from '../testing/example-run.ts'

const known = { provider: 'embedded' }
const overhead = sloOf('agent.overhead', 'p(95)<100')
const total = sloOf('agent.overhead.total', 'p(95)<100')

test('what a platform adds before the first token is told from what it adds with each', () => {
  const added = (firstMs: number, lastMs: number) =>
    adviceBy(
      'platform-overhead',
      runOf(
        [overhead, total],
        [times('agent.overhead', known, () => firstMs), times('agent.overhead.total', known, () => lastMs)],
      ),
    )
  expect(added(150, 155)?.text).toContain('By the first token it has added 150 ms')
  expect(added(150, 155)?.next).toContain('before the model is asked')
  expect(added(10, 300)?.next).toContain('after the first token')
  expect(added(10, 20)).toBeUndefined()
})
