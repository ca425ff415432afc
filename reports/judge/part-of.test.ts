import { expect, test } from '@playwright/test'
import { partOf } from './part-of.ts'

test('a judgement is told from the others of its SLO by the value of its label, whatever is in it', () => {
  const parts = [
    ['api.latency', ''],
    ['api.latency (GET /api/agents)', 'GET /api/agents'],
    ['api.latency (a (b))', 'a (b)'],
    ['api.latency (two\nlines)', 'two\nlines'],
    ['api.latency p99 (a)', 'p99 (a)'],
    ['api.latency (a) p99', '(a) p99'],
  ] as const
  for (const [name, part] of parts) expect(partOf({ id: 'api.latency', name })).toBe(part)
})
