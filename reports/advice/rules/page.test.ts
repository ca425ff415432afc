import { expect, test } from '@playwright/test'
import { adviceBy, runOf, sloOf, visits } from '../testing/example-run.ts'
import type { Diagnosis } from '../../diagnosis.ts'
import type { RunReport } from '../../run-report.ts'

const cold = { cache: 'cold' }
const slos = [
  sloOf('dashboard.ready.cold', 'p(95)<2000', { metric: 'dashboard.ready', where: cold }),
  sloOf('dashboard.lcp', 'p(75)<2500', { where: cold }),
  sloOf('dashboard.fcp', 'p(75)<1800', { where: cold }),
  sloOf('dashboard.ttfb', 'p(75)<800', { where: cold }),
  sloOf('dashboard.cls', 'p(75)<0.1', { where: cold, unit: 'score' }),
  sloOf('dashboard.inp', 'p(75)<200', { where: cold }),
  sloOf('dashboard.long-frames', 'med<200', { where: cold }),
]

interface Times {
  ttfb?: number
  fcp?: number
  lcp?: number
  ready?: number
  cls?: number[]
  longFrames?: number
  inp?: Record<string, number>
}

function visited(times: Times): RunReport {
  const { ttfb = 10, fcp = 200, lcp = fcp + 50, ready = lcp + 100, cls = [0.01], longFrames = 0 } = times
  return runOf(slos, [
    visits('dashboard.ttfb', cold, [ttfb]),
    visits('dashboard.fcp', cold, [fcp]),
    visits('dashboard.lcp', cold, [lcp]),
    visits('dashboard.ready', cold, [ready]),
    visits('dashboard.cls', cold, cls, 'score'),
    visits('dashboard.long-frames', cold, [longFrames]),
    ...Object.entries(times.inp ?? { filter: 40 }).map(([interaction, value]) =>
      visits('dashboard.inp', { ...cold, interaction }, [value]),
    ),
  ])
}

const WAITS: [rule: string, times: Times, explains: string[], says: RegExp][] = [
  [
    'page-first-byte',
    { ttfb: 1300, fcp: 2700, lcp: 2800, ready: 4100 },
    ['dashboard.ttfb', 'dashboard.fcp', 'dashboard.lcp', 'dashboard.ready.cold'],
    /the first byte of its document takes 1\.30 s of the 2\.70 s until the first paint/,
  ],
  [
    'first-paint-late',
    { fcp: 2000 },
    ['dashboard.fcp', 'dashboard.ready.cold', 'dashboard.lcp'],
    /nothing is painted before 2\.00 s/,
  ],
  [
    'largest-paint-late',
    { lcp: 2900 },
    ['dashboard.lcp', 'dashboard.ready.cold'],
    /the largest only after 2\.90 s/,
  ],
  ['live-data-late', { ready: 2300 }, ['dashboard.ready.cold'], /shows live data only 2\.10 s later/],
]
for (const [rule, times, explains, says] of WAITS) {
  test(`${rule} tells which span of a visit makes it late, and no other rule does`, () => {
    const report = visited(times)
    expect(adviceBy(rule, report)).toMatchObject({ priority: 'HIGH', judgements: explains })
    expect(adviceBy(rule, report)?.text).toMatch(says)
    for (const [other] of WAITS) if (other !== rule) expect(adviceBy(other, report), other).toBeUndefined()
    expect(adviceBy(rule, visited({}))).toBeUndefined()
  })
}

test('a server that is late itself is not cleared by frames that are blocked', () => {
  const says = (ttfb: number): string | undefined =>
    adviceBy('long-frames', visited({ ttfb, longFrames: 700 }))?.text
  expect(says(10)).toContain('The server is not why: the first byte is there after 10 ms')
  expect(says(1300)).toMatch(/^The page's main thread is busy/)
  expect(says(1300)).not.toContain('The server is not why')
})

test('frames that are blocked explain slow interactions too, all of them', () => {
  const report = visited({ longFrames: 700, inp: { filter: 370, sort: 340 } })
  const advice = adviceBy('long-frames', report)
  expect(advice?.judgements).toEqual(['dashboard.long-frames', 'dashboard.inp'])
  expect(advice?.text).toContain(
    'filter 370 ms, sort 340 ms. The server is not why: the first byte is there after 10 ms',
  )
  expect(advice?.figures?.limit).toBe(200)
  expect(adviceBy('slow-interaction', report)).toBeUndefined()
  expect(adviceBy('long-frames', visited({}))).toBeUndefined()
})

test('one slow interaction on a page whose frames are free is named', () => {
  const report = visited({ inp: { 'open agent': 420, filter: 400, sort: 30 } })
  expect(adviceBy('slow-interaction', report)?.text).toMatch(
    /^"open agent" is the slowest interaction: half take 420 ms.*sort 30 ms\.$/,
  )
  expect(adviceBy('long-frames', report)).toBeUndefined()
  expect(adviceBy('slow-interaction', visited({}))).toBeUndefined()
})

test('a shift that is the same on each visit is told from one that differs', () => {
  expect(adviceBy('layout-shift', visited({ cls: [0.75] }))?.text).toContain(
    'it is the same element each time',
  )
  expect(adviceBy('layout-shift', visited({ cls: [0.02, 0.9] }))?.text).toContain(
    'it depends on what arrives first',
  )
  expect(adviceBy('layout-shift', visited({}))).toBeUndefined()
})

test('a late largest paint and a shift are told with the elements that a watched visit names', () => {
  const diagnosis: Diagnosis = {
    page: 'dashboard',
    atMs: 0,
    readyMs: 3000,
    lastedMs: 4000,
    frames: [],
    requests: [],
    moreRequests: 0,
    largest: {
      atMs: 2900,
      element: 'img.hero',
      url: '/hero.jpg',
      widthPx: 900,
      heightPx: 400,
      firstByteMs: 100,
      loadDelayMs: 2000,
      loadMs: 700,
      renderDelayMs: 100,
    },
    shifts: [{ atMs: 310, score: 0.5, elements: ['main > div.rows', 'footer'] }],
    har: 'pages/visit-1.har',
  }
  const late = { ...visited({ lcp: 2900, cls: [0.75] }), diagnoses: [diagnosis] }
  const paint = adviceBy('largest-paint-late', late)
  expect(paint?.text).toContain(
    'the largest element was img.hero (/hero.jpg): 2.00 s of its 2.90 s passed before it is asked for.',
  )
  expect(paint?.next).toContain('fetchpriority')
  expect(adviceBy('layout-shift', late)?.text).toContain('0.50 after 310 ms, moved main > div.rows, footer.')
  const other = { ...late, diagnoses: [{ ...diagnosis, shifts: [] }] }
  expect(adviceBy('layout-shift', other)?.text).not.toContain('watched closely')
})

test('a score is told with the audits that failed, and what blocks the page with its blocking', () => {
  const score = (name: string) => sloOf(`lighthouse.${name}`, 'med>=0.9', { unit: 'score', minSamples: 3 })
  const run = (accessibility: number, tbt: number, performance: number): RunReport =>
    runOf(
      [score('accessibility'), score('performance'), sloOf('lighthouse.tbt', 'med<200', { minSamples: 3 })],
      [
        visits('lighthouse.accessibility', {}, [accessibility], 'score'),
        visits('lighthouse.performance', {}, [performance], 'score'),
        visits('lighthouse.tbt', {}, [tbt]),
      ],
      {
        lighthouse: [
          {
            page: 'dashboard',
            formFactor: 'desktop',
            throttling: 'simulate',
            scores: {},
            runs: 3,
            warnings: [],
            failed: [{ category: 'accessibility', id: 'label', title: 'Form elements do not have labels' }],
            file: 'lighthouse/dashboard-desktop.html',
          },
        ],
      },
    )
  const advice = adviceBy('audits', run(0.7, 0, 1))
  expect(advice?.text).toBe(
    'lighthouse.accessibility median 0.70 (limit 0.9). What it found: Form elements do not have labels.',
  )
  expect(advice?.next).toContain('lighthouse/dashboard-desktop.html')
  expect(adviceBy('audits', run(1, 0, 1))).toBeUndefined()
  expect(adviceBy('long-frames', run(1, 545, 0.76))?.judgements).toEqual([
    'lighthouse.tbt',
    'lighthouse.performance',
  ])
})

test('an open page that falls behind is told by what it is late with', () => {
  const refreshing = [
    sloOf('page.refresh', 'p(95)<1.5', { unit: 'ratio', level: 'warn' }),
    sloOf('page.live', 'p(95)<200', { level: 'warn' }),
  ]
  const run = (refresh: number, live: number): RunReport =>
    runOf(refreshing, [
      visits('page.refresh', {}, [refresh], 'ratio'),
      visits('page.refresh.interval', {}, [1000 * refresh]),
      visits('page.live', {}, [live]),
    ])
  const late = adviceBy('page-refresh', run(2.5, 20))
  expect(late).toMatchObject({ priority: 'MEDIUM', judgements: ['page.refresh'] })
  expect(late?.text).toContain('it changes every 2.50 s')
  expect(late?.next).toContain('asked for or sent too seldom')
  expect(adviceBy('page-refresh', run(1, 600))?.next).toContain('the page paints it late')
  expect(adviceBy('page-refresh', run(1, 20))).toBeUndefined()
})
