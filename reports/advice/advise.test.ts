import { expect, test } from '@playwright/test'
import { PRIORITIES } from '../advice.ts'
import { writeConsole } from '../export/console.ts'
import { writeMarkdown } from '../export/markdown.ts'
import { rejudge } from '../stored/rejudge.ts'
import { sampleReport } from '../viewer/testing/sample-report.ts'
import { Secrets } from '../secrets/secrets.ts'
import { advise, withAdvice } from './advise.ts'
import { RULES } from './rules/rules.ts'
import { events, runOf, sloOf, times } from './testing/example-run.ts'

const latency = sloOf('api.latency', 'p(95)<200', { by: 'endpoint', minSamples: 1000 })
const errors = sloOf('api.errors', 'rate<0.01', { by: 'endpoint', unit: 'ratio', minSamples: 1000 })

test('rules have ids of their own', () => {
  const ids = RULES.map(({ id }) => id)
  expect(new Set(ids).size).toBe(ids.length)
  for (const id of ids) expect(id).toMatch(/^[a-z]+(?:-[a-z]+)*$/)
})

test('advice comes by priority, each judgement is explained once, and a second look says the same', () => {
  const report = sampleReport()
  const advice = advise(report)
  const places = advice.map(({ priority }) => PRIORITIES.indexOf(priority))
  expect(places).toEqual(places.toSorted((a, b) => a - b))
  const explained = advice.flatMap(({ judgements }) => judgements)
  expect(new Set(explained).size).toBe(explained.length)
  const missed = report.judgements.filter(({ verdict, level }) => verdict === 'FAIL' && level === 'error')
  expect(explained).toEqual(expect.arrayContaining(missed.map(({ name }) => name)))
  expect(advise(structuredClone(report))).toEqual(advice)
})

test('a document of which little is known gives advice all the same', () => {
  expect(advise(runOf([], []))).toEqual([])
  const old = {
    ...runOf([latency], [times('api.latency', { endpoint: 'a' }, () => 500)]),
    slos: [],
    curves: [],
  }
  expect(advise(old)).toMatchObject([{ rule: 'missed', priority: 'HIGH' }])
})

test('judging again makes the advice anew', () => {
  const report = runOf([latency], [times('api.latency', { endpoint: 'a' }, () => 150)])
  expect(withAdvice(report).advice).toMatchObject([{ rule: 'all-met' }])
  const strict = [{ ...latency, objective: 'p(95)<100' }]
  expect(withAdvice(rejudge(withAdvice(report), strict).report).advice).toMatchObject([{ priority: 'HIGH' }])
})

const HOSTILE = '</script><img src=x onerror=alert(1)>[a](javascript:b) \u001B[31m\u202E|'

test('what a target sent is cited in short, and shown as text in every export', () => {
  const endpoint = `${HOSTILE}${'x'.repeat(10_000)}`
  const report = withAdvice(
    runOf(
      [latency, errors],
      [
        times('api.latency', { endpoint }, () => 500),
        events('api.errors', { endpoint }, 1000, { [HOSTILE]: 500 }, { examples: { [HOSTILE]: endpoint } }),
      ],
    ),
  )
  for (const { text } of report.advice ?? []) expect(text.length).toBeLessThan(1500)
  const [, listed = ''] = /## What to do\n([\s\S]*?)\n\|/.exec(writeMarkdown(report)) ?? []
  expect(listed).toContain('HIGH: Work fails with')
  expect(listed).not.toMatch(/<\/script|<img|[^\\]\]\(|\p{C}(?<!\n)/u)
  expect(writeConsole(report, { report: 'x' })).toMatch(/\nHIGH {1,2}Work fails with/)
  expect(writeConsole(report, { report: 'x' })).not.toMatch(/\p{C}(?<!\n)/u)
})

test('advice on a document without secrets has none', () => {
  const secrets = new Secrets()
  secrets.add('hunter2-hunter2')
  const endpoint = 'GET /?key=hunter2-hunter2'
  const report = runOf([latency], [times('api.latency', { endpoint }, () => 500)])
  expect(JSON.stringify(advise(report))).toContain('hunter2')
  expect(JSON.stringify(advise(secrets.redactIn(report)))).not.toContain('hunter2')
})
