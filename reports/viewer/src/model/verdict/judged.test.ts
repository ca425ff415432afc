import { expect, test } from '@playwright/test'
import { sampleReport } from '../../../testing/sample-report.ts'
import { judgementsOf } from './judged.ts'

const [template] = sampleReport().judgements
const connect = { metric: 'realtime.connect', labels: { agents: '1000' } }

test('judgements are matched by metric, labels and what they are about, worst first', () => {
  if (!template) throw new Error('The sample report has no judgement.')
  const judgements = [
    { ...template, ...connect, id: 'time', objective: 'p(95)<1000', verdict: 'PASS' as const },
    { ...template, ...connect, id: 'late', objective: 'p(99)<2000', verdict: 'FAIL' as const },
    { ...template, ...connect, id: 'share', objective: 'rate>=0.999' },
    { ...template, ...connect, id: 'few', objective: 'p(95)<1000', labels: { agents: '10' } },
  ]
  const ids = (about: 'events' | 'values') =>
    judgementsOf(judgements, 'realtime.connect', { agents: '1000', host: 'a' }, about).map(({ id }) => id)
  expect(ids('values')).toEqual(['late', 'time'])
  expect(ids('events')).toEqual(['share'])
})
