import { expect, test } from '@playwright/test'
import type { Doubt } from '../../load/measure/measurement.ts'
import { exampleSlo } from './testing/example-evidence.ts'
import { parseObjective } from './objective.ts'
import type { Slo } from './slo.ts'
import { voiding } from './voiding.ts'
import type { Stated } from './voiding.ts'

const doubts: Doubt[] = [
  { kind: 'generator-late', lateMs: 900, seconds: [[0, 900]] },
  { kind: 'generator-saturated', utilisation: 0.99 },
  { kind: 'cpu-starved', utilisation: 0.8, cpu: 0.4 },
  { kind: 'load-not-applied', wanted: 1000, applied: 400 },
  { kind: 'fault-not-seen', wanted: 1000, seen: 0 },
  { kind: 'signed-out', found: 'status 401 at /api' },
  { kind: 'clock-uncertain', errorMs: 500 },
  { kind: 'connections-recycled', lost: 5 },
  { kind: 'machine-busy', share: 0.6, seconds: [[0, 0.6]] },
]

/** Whatever is granted would change the answer, so that each doubt that concerns the verdict voids it. */
const kindsThatVoid = (slo: Slo, stated: Stated, some: readonly Doubt[] = doubts): string[] =>
  voiding(some, stated, slo, parseObjective(slo.objective), () => 'INCONCLUSIVE').map(({ kind }) => kind)

const only = (...kinds: Doubt['kind'][]): Doubt[] => doubts.filter(({ kind }) => kinds.includes(kind))

const asked = (objective: string, unit: Slo['unit']): Slo => exampleSlo(objective, { unit })

/** What can have made a PASS and a FAIL, by what each kind of doubt is said to change (`Doubt`). */
const CASES: readonly [what: string, slo: Slo, pass: string[], fail: string[]][] = [
  [
    'a time that must stay short',
    asked('p(90)<200', 'ms'),
    ['load-not-applied', 'fault-not-seen', 'signed-out', 'clock-uncertain'],
    [
      'generator-late',
      'generator-saturated',
      'load-not-applied',
      'fault-not-seen',
      'signed-out',
      'clock-uncertain',
      'machine-busy',
    ],
  ],
  [
    'a mean time that must stay short',
    asked('avg<200', 'ms'),
    ['load-not-applied', 'fault-not-seen', 'signed-out', 'clock-uncertain'],
    [
      'generator-late',
      'generator-saturated',
      'load-not-applied',
      'fault-not-seen',
      'signed-out',
      'clock-uncertain',
      'machine-busy',
    ],
  ],
  [
    'a pace that must stay high',
    asked('med>=100', 'per-second'),
    ['load-not-applied', 'fault-not-seen', 'signed-out'],
    [
      'generator-saturated',
      'cpu-starved',
      'load-not-applied',
      'fault-not-seen',
      'signed-out',
      'machine-busy',
    ],
  ],
  [
    'a time that must be long',
    asked('p(90)>=200', 'ms'),
    [
      'generator-late',
      'generator-saturated',
      'load-not-applied',
      'fault-not-seen',
      'signed-out',
      'clock-uncertain',
      'machine-busy',
    ],
    ['load-not-applied', 'fault-not-seen', 'signed-out', 'clock-uncertain'],
  ],
  [
    'a pace that must stay low',
    asked('med<=100', 'per-second'),
    [
      'generator-saturated',
      'cpu-starved',
      'load-not-applied',
      'fault-not-seen',
      'signed-out',
      'machine-busy',
    ],
    ['load-not-applied', 'fault-not-seen', 'signed-out'],
  ],
  [
    'a share of errors',
    asked('rate<0.01', 'ratio'),
    ['load-not-applied', 'fault-not-seen', 'signed-out'],
    ['generator-saturated', 'load-not-applied', 'fault-not-seen', 'signed-out', 'connections-recycled'],
  ],
  [
    'a number of errors',
    asked('count==0', 'count'),
    ['load-not-applied', 'fault-not-seen', 'signed-out'],
    ['generator-saturated', 'load-not-applied', 'fault-not-seen', 'signed-out'],
  ],
  [
    'a size',
    asked('p(90)<200', 'bytes'),
    ['load-not-applied', 'fault-not-seen', 'signed-out'],
    ['load-not-applied', 'fault-not-seen', 'signed-out'],
  ],
  [
    'a score',
    asked('med>=0.9', 'score'),
    ['load-not-applied', 'fault-not-seen', 'signed-out'],
    ['load-not-applied', 'fault-not-seen', 'signed-out'],
  ],
]
for (const [what, slo, pass, fail] of CASES) {
  test(`only what can have changed it voids a verdict on ${what}`, () => {
    expect(kindsThatVoid(slo, 'PASS')).toEqual(pass)
    expect(kindsThatVoid(slo, 'FAIL')).toEqual(fail)
  })
}

test('what adds to a time or takes from a pace cannot have failed one that must be long, or stay low', () => {
  const generator = only('generator-late', 'generator-saturated', 'cpu-starved')
  expect(kindsThatVoid(asked('p(90)>=200', 'ms'), 'FAIL', generator)).toEqual([])
  expect(kindsThatVoid(asked('med<100', 'per-second'), 'FAIL', generator)).toEqual([])
})

test('other programs excuse what was measured beside them, and nothing else', () => {
  const busy: Doubt = { kind: 'machine-busy', share: 0.4, seconds: [[20_000, 0.4]] }
  const granted = (slo: Slo, ...starts: number[]): number[] => {
    const limits: number[] = []
    voiding([busy], 'FAIL', slo, parseObjective(slo.objective), ({ limitAt }) => {
      limits.push(...starts.map(startMs => limitAt(startMs, startMs + 1000)))
      return 'PASS'
    })
    return limits
  }
  // As long as a value may take before and after: 200 ms.
  const starts = [18_000, 18_900, 20_000, 21_100, 21_300]
  expect(granted(asked('p(90)<200', 'ms'), ...starts)).toEqual([200, Infinity, Infinity, Infinity, 200])
  expect(granted(asked('med>=100', 'per-second'), 10_000, 20_000)).toEqual([100, 0])
})

test('clocks that are apart shift all times alike, and change no growth', () => {
  for (const stated of ['PASS', 'FAIL'] as const) {
    expect(kindsThatVoid(asked('slope<1', 'ms'), stated, only('clock-uncertain'))).toEqual([])
  }
})

test('where a doubt does not concern the verdict, or there is none, the data are not judged again', () => {
  const slo = exampleSlo('p(90)<200')
  const again = (): string => {
    throw new Error('This was judged again.')
  }
  const late = only('generator-late')
  expect(voiding(late, 'PASS', slo, parseObjective(slo.objective), again)).toEqual([])
  expect(voiding([], 'FAIL', slo, parseObjective(slo.objective), again)).toEqual([])
  expect(() => voiding(late, 'FAIL', slo, parseObjective(slo.objective), again)).toThrow('judged again')
})

test('told times that leave something unaccounted for may hide that much of a time that passed, and fail none', () => {
  const slo = asked('p(95)<50', 'ms')
  const hidden: Doubt = { kind: 'times-disagree', restMs: 60, exceeding: 0, of: 1000 }
  const judged = (stated: Stated, granted: number[]): Doubt[] =>
    voiding([hidden], stated, slo, parseObjective(slo.objective), ({ limitAt }) => {
      granted.push(limitAt(0, 1000))
      return 'FAIL'
    })
  const granted: number[] = []
  expect(judged('PASS', granted)).toEqual([hidden])
  // All that is unaccounted for may be in this part: what is left of the limit is nothing.
  expect(granted).toEqual([0])
  expect(judged('FAIL', [])).toEqual([])
})

test('told times that are more than the whole are not believed, for or against', () => {
  const none: Doubt = { kind: 'times-disagree', restMs: 0, exceeding: 11, of: 1000 }
  const few: Doubt = { ...none, exceeding: 10 }
  for (const stated of ['PASS', 'FAIL'] as const) {
    expect(kindsThatVoid(asked('p(95)<50', 'ms'), stated, [none])).toEqual(['times-disagree'])
  }
  expect(kindsThatVoid(asked('p(95)<50', 'ms'), 'FAIL', [few])).toEqual([])
})

const tooLate: readonly ((tooLong: number) => Doubt)[] = [
  tooLong => ({ kind: 'generator-late', lateMs: 900, seconds: [[0, 900]], tooLong }),
  tooLong => ({ kind: 'machine-busy', share: 0.9, seconds: [[0, 0.9]], tooLong }),
]
for (const late of tooLate) {
  test(`${late(1).kind} forgives as many events as it made too late, and no other`, () => {
    const forgiven = (doubt: Doubt, stated: Stated): number[] => {
      const told: number[] = []
      const slo = asked('rate>=0.9', 'ratio')
      voiding([doubt], stated, slo, parseObjective(slo.objective), granted => {
        told.push(granted.forgiven)
        return stated
      })
      return told
    }
    expect(forgiven(late(7), 'FAIL')).toEqual([7, 7])
    expect(forgiven(late(0), 'FAIL')).toEqual([])
    expect(forgiven(late(7), 'PASS')).toEqual([])
  })
}

test('of machines that share a load the latest counts, and what the one that has the run adds', () => {
  const late = (lateMs: number, machine?: string): Doubt => ({
    kind: 'generator-late',
    lateMs,
    seconds: [[0, lateMs]],
    ...(machine === undefined ? {} : { machine }),
  })
  const limits: number[] = []
  const slo = asked('p(90)<200', 'ms')
  voiding([late(100, 'a'), late(300, 'b'), late(50)], 'FAIL', slo, parseObjective(slo.objective), granted => {
    limits.push(granted.limitAt?.(0, 0) ?? Number.NaN)
    return 'FAIL'
  })
  expect(limits).toEqual([300, 500, 250, 550])
})

test('a load that stopped because it failed passes nothing, and what failed did', () => {
  const stopped: Doubt[] = [{ kind: 'stopped-early', atMs: 0, because: '40 of 50 requests failed in 5 s' }]
  for (const slo of [asked('p(90)<200', 'ms'), asked('rate<0.01', 'ratio'), asked('count==0', 'count')]) {
    expect(kindsThatVoid(slo, 'PASS', stopped)).toEqual(['stopped-early'])
    expect(kindsThatVoid(slo, 'FAIL', stopped)).toEqual([])
  }
})

test('a lost worker voids all but a count that had to be zero and was not', () => {
  const lost: Doubt[] = [{ kind: 'worker-lost', machine: 'a', because: 'said nothing', atMs: 0 }]
  expect(kindsThatVoid(asked('p(90)<200', 'ms'), 'PASS', lost)).toEqual(['worker-lost'])
  expect(kindsThatVoid(asked('p(90)<200', 'ms'), 'FAIL', lost)).toEqual(['worker-lost'])
  expect(kindsThatVoid(asked('count==0', 'count'), 'FAIL', lost)).toEqual([])
})

test('counts that the service behind tells otherwise void every verdict', () => {
  const differing: Doubt[] = [{ kind: 'counts-disagree', what: 'hits', told: 7, counted: 9 }]
  for (const slo of [asked('p(90)<200', 'ms'), asked('count==0', 'count'), asked('med>=0.9', 'score')])
    for (const stated of ['PASS', 'FAIL'] as const)
      expect(kindsThatVoid(slo, stated, differing)).toEqual(['counts-disagree'])
})

test('an audit that warned of something else than the page voids every verdict, and of the page none', () => {
  const audit = (isOther: boolean): Doubt[] => [{ kind: 'audit-warned', warnings: ['redirected'], isOther }]
  for (const stated of ['PASS', 'FAIL'] as const) {
    expect(kindsThatVoid(asked('med>=0.9', 'score'), stated, audit(true))).toEqual(['audit-warned'])
    expect(kindsThatVoid(asked('med>=0.9', 'score'), stated, audit(false))).toEqual([])
  }
})

test('what was cut short voids all but a count that had to be zero and was not', () => {
  const cut: Doubt[] = [{ kind: 'cut-short', atMs: 0 }]
  expect(kindsThatVoid(asked('p(90)<200', 'ms'), 'FAIL', cut)).toEqual(['cut-short'])
  expect(kindsThatVoid(asked('count==0', 'count'), 'PASS', cut)).toEqual(['cut-short'])
  expect(kindsThatVoid(asked('count==0', 'count'), 'FAIL', cut)).toEqual([])
})

test('failures of this side are forgiven where events failed, and change no time', () => {
  const own: Doubt[] = [{ kind: 'own-fault', cause: 'ENOTFOUND', count: 3 }]
  for (const objective of ['rate<0.01', 'count==0']) {
    expect(kindsThatVoid(asked(objective, 'ratio'), 'FAIL', own)).toEqual(['own-fault'])
    expect(kindsThatVoid(asked(objective, 'ratio'), 'PASS', own)).toEqual([])
  }
  expect(kindsThatVoid(asked('p(90)<200', 'ms'), 'FAIL', own)).toEqual([])
})
