import { expect, test } from '@playwright/test'
import { exampleJudgement } from './testing/example-evidence.ts'
import { byReason, isSameReason } from './by-reason.ts'

const late = { verdict: 'INVALID', because: 'The load generator was late.' } as const
const one = exampleJudgement({ name: 'one', ...late })
const slow = exampleJudgement({ name: 'slow', verdict: 'FAIL', because: 'It is slow.' })
const other = exampleJudgement({ name: 'other', ...late })
const failed = exampleJudgement({ name: 'failed', ...late, verdict: 'FAIL' })

test('judgements of one reason follow one another, the others stay where they were', () => {
  expect(byReason([one, slow, other, failed]).map(({ name }) => name)).toEqual([
    'one',
    'other',
    'slow',
    'failed',
  ])
})

test('only what did not pass, with the same verdict, has the same reason', () => {
  const good = exampleJudgement({ because: late.because })
  expect([isSameReason(one, other), isSameReason(one, failed), isSameReason(good, good)]).toEqual([
    true,
    false,
    false,
  ])
  expect(isSameReason(one, undefined)).toBe(false)
})

test('what the same doubts void has one reason, whatever their figures, and what failed by its figures has not', () => {
  const told = (share: string, late: string) =>
    `Other programs took up to ${share} % of it, ${late} late. The test machine may have caused this FAIL.`
  const some = exampleJudgement({ verdict: 'INVALID', because: told('92.6', '415 ms') })
  const more = exampleJudgement({ verdict: 'INVALID', because: told('7', '1.08 s') })
  const other = exampleJudgement({ verdict: 'INVALID', because: told('7', '1.08 s').replace('FAIL', 'PASS') })
  expect([isSameReason(some, more), isSameReason(some, other)]).toEqual([true, false])
  const failed = (because: string) => exampleJudgement({ verdict: 'FAIL', because })
  expect(isSameReason(failed('0 of 15 visits under 2 s.'), failed('1 of 15 visits under 2 s.'))).toBe(false)
})
