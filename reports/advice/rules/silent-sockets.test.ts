import { expect, test } from '@playwright/test'
import { adviceBy, events, runOf, sloOf } from '../testing/example-run.ts'

const slo = sloOf('page.live', 'p(95)<200', { unit: 'ms' })
const sockets = (causes: Record<string, number>) =>
  runOf([slo], [events('page.sockets', {}, 3, causes, { examples: { 'silent socket': 'ws://a/silent' } })])

test('sockets on which nothing came are told by their number', () => {
  expect(adviceBy('silent-sockets', sockets({ 'silent socket': 2 }))).toMatchObject({
    priority: 'LOW',
    text: expect.stringMatching(
      /^Nothing came on 2 of the 3 sockets of the page while it was left open for .* \(page\.sockets\), such as ws:\/\/a\/silent\.$/,
    ),
    next: expect.stringContaining('subscribes'),
  })
  expect(adviceBy('silent-sockets', sockets({}))).toBeUndefined()
  expect(adviceBy('silent-sockets', runOf([slo], []))).toBeUndefined()
})
