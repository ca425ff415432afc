import { expect, test } from '@playwright/test'
import { sampleDeclared } from '../../../testing/sample-metrics.ts'
import { failuresOf } from './failures.ts'

test('failed requests are told the most frequent first, also those that have no explanation', () => {
  const errors = {
    metric: 'api.errors',
    labels: { endpoint: 'GET /' },
    total: 100,
    bad: 5,
    causes: { 'an error nobody has heard of': 1, 'status 500': 4, timeout: 0 },
    examples: { 'status 500': '{"error":"broken"}' },
  }
  expect(failuresOf(errors, sampleDeclared)).toMatchObject({
    title: 'Failed requests',
    labels: '',
    total: 100,
    causes: [
      { cause: 'status 500', count: 4, explanation: /while it worked/, example: '{"error":"broken"}' },
      { cause: 'an error nobody has heard of', count: 1, explanation: /no explanation/ },
    ].map(cause => ({ ...cause, explanation: expect.stringMatching(cause.explanation) })),
  })
  expect(failuresOf(errors, sampleDeclared).causes[1]?.explanation).not.toContain('example')
})

test('updates that were lost are no failed requests, and each of their loads is told apart', () => {
  const lost = {
    metric: 'realtime.delivery',
    labels: { agents: '1000', stage: 'steady' },
    total: 392_000,
    bad: 8232,
    causes: { lost: 8232 },
    examples: {},
  }
  expect(failuresOf(lost, sampleDeclared)).toEqual({
    title: 'Lost, duplicated or reordered updates',
    labels: 'agents 1000, stage steady',
    total: 392_000,
    causes: [{ cause: 'lost', count: 8232, explanation: '' }],
  })
})
