import { expect, test } from '@playwright/test'
import { adviceBy, runOf, sloOf, visits } from '../testing/example-run.ts'

const overhead = sloOf('observability.overhead', 'med<0.05', { unit: 'ratio' })
const run = (share: number) =>
  runOf(
    [overhead],
    [
      visits('observability.overhead', {}, [share], 'ratio'),
      visits('observability.time', { turn: 'off' }, [10]),
      visits('observability.time', { turn: 'on' }, [10 * (1 + share)]),
    ],
  )

test('observability that costs much is told with what a request takes with it and without', () => {
  const told = adviceBy('costly-observability', run(0.2))
  expect(told?.judgements).toEqual(['observability.overhead'])
  expect(told?.text).toContain('A request takes 12 ms with them and 10 ms without')
  expect(adviceBy('costly-observability', run(0.01))).toBeUndefined()
})
