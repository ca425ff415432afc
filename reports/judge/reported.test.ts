import { expect, test } from '@playwright/test'
import { exampleMeasurement, exampleSlo, samplesOf, tallyOf } from './testing/example-evidence.ts'
import { judge } from './judge.ts'
import { reportFigures } from './reported.ts'

const info = (statistic: string, more = {}) => exampleSlo(statistic, { level: 'info', ...more })

test('what is reported has its figure and is never judged', () => {
  const measured = [exampleMeasurement(samplesOf([1, 2, 30]))]
  expect(reportFigures([info('med'), exampleSlo('med<5')], measured)).toMatchObject([
    { name: 'api.latency', statistic: 'med', observed: 2, n: 3 },
  ])
  expect(judge([info('med'), exampleSlo('med<5')], measured)).toHaveLength(1)
})

test('a limit that a target had set plays no part once its SLO is only reported', () => {
  expect(reportFigures([info('p(95)<1')], [exampleMeasurement(samplesOf([7]))])).toMatchObject([
    { observed: 7 },
  ])
})

test('events are reported by their number or their share', () => {
  const measured = [exampleMeasurement(tallyOf([[8, 2]]))]
  expect(reportFigures([info('count'), info('rate')], measured).map(({ observed }) => observed)).toEqual([
    2, 0.25,
  ])
})

test('each value of a label has its figure, and where there is none the reason stands', () => {
  const slo = info('med', { by: 'workload' })
  const of = (workload: string, values: number[], absence?: string) =>
    exampleMeasurement(samplesOf(values), { labels: { workload }, ...(absence !== undefined && { absence }) })
  const figures = reportFigures([slo], [of('users', [40]), of('agents', [], 'Not even 10 agents held.')])
  expect(figures.map(({ name, observed, n, absence }) => [name, observed, n, absence])).toEqual([
    ['api.latency (users)', 40, 1, undefined],
    ['api.latency (agents)', undefined, 0, 'Not even 10 agents held.'],
  ])
})

test('a reason stands where there is no figure, of whichever measurement, and nowhere else', () => {
  const none = exampleMeasurement(samplesOf([]))
  const told = exampleMeasurement(samplesOf([]), { absence: 'Nobody came.' })
  const [figure] = reportFigures([info('med')], [none, told])
  expect(figure).toMatchObject({ n: 0, absence: 'Nobody came.' })
  expect(reportFigures([info('med')], [exampleMeasurement(samplesOf([4])), told])[0]).not.toHaveProperty(
    'absence',
  )
  expect(reportFigures([info('med')], [none])[0]).not.toHaveProperty('absence')
})

test('a statistic that nobody knows is an error', () => {
  expect(() => reportFigures([info('mode')], [])).toThrow('"mode')
})
