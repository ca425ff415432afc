import { expect, test } from '@playwright/test'
import { overheadOf } from './overhead.ts'
import type { SeenCall } from './overhead.ts'

const seen = (more: Partial<SeenCall>): SeenCall => ({
  timing: { ttftMs: 280, totalMs: 600, events: 3 },
  isWhole: true,
  setUpMs: 0,
  ...more,
})
const exact = (ms: number) => ({ ms, isLeast: false })
const least = (ms: number) => ({ ms, isLeast: true })

// By hand. Events leave the provider 200, 300 and 400 ms after the call came; the time-out is at 10 s.
const CASES: [what: string, call: SeenCall, first: object, last: object | undefined][] = [
  ['a whole answer', seen({}), exact(80), exact(200)],
  [
    'an answer that came before its token left, by two clocks',
    seen({ timing: { ttftMs: 150, totalMs: 390, events: 3 } }),
    exact(0),
    exact(0),
  ],
  ['nothing until the time-out', seen({ timing: undefined, isWhole: false }), least(9800), least(9600)],
  [
    'nothing, on a connection that took 900 ms',
    seen({ timing: undefined, isWhole: false, setUpMs: 900 }),
    least(8900),
    least(8700),
  ],
  [
    'two of three events, held back by the platform',
    seen({ timing: { ttftMs: 280, totalMs: 380, events: 2 }, isWhole: false }),
    exact(80),
    least(9600),
  ],
  ['all events that had left: the provider stalls', seen({ isWhole: false }), exact(80), undefined],
]
for (const [what, call, first, last] of CASES) {
  test(`what a platform adds to ${what}`, () => {
    expect(overheadOf(call, [200, 300, 400], 10_000)).toEqual({ first, ...(last && { last }) })
  })
}
