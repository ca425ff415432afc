import { expect, test } from '@playwright/test'
import type { SeenRequest } from '../../fixtures/browser/observed/traffic.ts'
import { findEndpoints } from './find-endpoints.ts'

const HOST = '127.0.0.1:8080'

const seen = (path: string, more: Partial<SeenRequest> = {}): SeenRequest => ({
  method: 'GET',
  url: path.startsWith('/') ? `http://${HOST}${path}` : path,
  atMs: 0,
  tookMs: 5,
  status: 200,
  contentType: 'application/json; charset=utf-8',
  body: '',
  ...more,
})

test('what is asked most often comes first, with how often, and what is another each time is left out', () => {
  const polled = [0, 2000, 4010, 5990].map(atMs => seen(`/api/agents?page=1&_=${atMs}`, { atMs }))
  const { endpoints, leftOut } = findEndpoints([seen('/api/config'), ...polled], HOST)
  expect(endpoints).toEqual([
    { path: '/api/agents?page=1', asked: 4, everyMs: 2000 },
    { path: '/api/config', asked: 1 },
  ])
  expect(leftOut).toEqual([])
})

test('what is asked with other values is one endpoint, that of the last', () => {
  const asked = [1, 2, 3].map(from => seen(`/api/load?from=${from}`, { atMs: from }))
  expect(findEndpoints(asked, HOST).endpoints).toEqual([{ path: '/api/load?from=3', asked: 3 }])
})

const dangerous: [path: string, why: RegExp][] = [
  ['/logout', /"logout" sounds as if/],
  ['/auth/sign-out', /"sign-out" sounds as if/],
  ['/api/alerts/12/ack', /"ack" sounds as if/],
  ['/api/jobs?action=delete', /"delete" sounds as if/],
  ['/admin/restart', /"restart" sounds as if/],
  ['/api/clearCache', /"clearCache" sounds as if/],
  ['/api/delete_old?days=1', /"delete_old" sounds as if/],
  ['/api/alerts/ack-all', /"ack-all" sounds as if/],
  ['/api/alerts.acknowledge', /"acknowledge" sounds as if/],
  ['/api/bulk-delete-old', /"bulk-delete-old" sounds as if/],
  ['/api/clearcache', /"clearcache" sounds as if/],
  ['/api/getAndReset', /"getAndReset" sounds as if/],
  ['/api/users/7:signOut', /"signOut" sounds as if/],
  ['/api/queues/1/restartNow', /"restartNow" sounds as if/],
  ['/api/admin?cmd=purge_queue', /"purge_queue" sounds as if/],
  ['/api/admin?do=delete+all', /"delete all" sounds as if/],
  ['/api/agents?resetCounters=1', /"resetCounters" sounds as if/],
  ['/api/agents?access_token=abc', /its query has a secret/],
  ['/api/agents?key=abc', /its query has a secret/],
  ['/api/agents?subscription-key=abc', /its query has a secret/],
  ['/api/agents?sid=abc', /its address has a secret/],
  ['/api/agents?se=2026&sig=abc', /its address has a secret/],
  ['/api/feeds/eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc', /its address has a secret/],
]
for (const [path, why] of dangerous) {
  test(`${path} is not put under load`, () => {
    const { endpoints, leftOut } = findEndpoints([seen(path)], HOST)
    expect(endpoints).toEqual([])
    expect(leftOut).toEqual([expect.stringMatching(why)])
  })
}

const others: [what: string, request: SeenRequest, why: string[]][] = [
  ['a POST', seen('/api/query', { method: 'POST' }), ['POST /api/query: POST may change something']],
  ['what was refused', seen('/api/admin', { status: 403 }), ['GET /api/admin: status 403']],
  ['what is no JSON', seen('/page.html', { contentType: 'text/html' }), []],
  ['what another host answers', seen('https://cdn.example.com/api/x'), []],
  ['a packet of Socket.IO', seen('/socket.io/?EIO=4&transport=polling'), []],
  [
    'what is held back',
    seen('/api/wait', { tookMs: 25_000 }),
    ['GET /api/wait: it is held back until there is something to say'],
  ],
]
for (const [what, request, why] of others) {
  test(`${what} is no endpoint to load`, () => {
    expect(findEndpoints([request], HOST)).toEqual({ endpoints: [], leftOut: why })
  })
}

const HARMLESS = [
  '/api/runs',
  '/api/settings',
  '/api/restarts',
  '/api/updates',
  '/api/acknowledged',
  '/api/start-times',
  '/api/run-history',
  '/api/last-update',
  '/api/nextRun',
  '/api/setPoints',
  '/api/dataset',
  '/api/dataSet',
  '/api/restart_count',
  '/api/getUpdateStatus',
  '/api/removed-agents',
  '/api/clearance',
  '/api/query?query=sum(rate(disk_write_bytes_total%5B5m%5D))',
  '/api/agents?sort=update_time&monkey=1',
]
for (const path of HARMLESS) {
  test(`${path} is loaded: nothing is changed by it`, () => {
    expect(findEndpoints([seen(path)], HOST)).toEqual({ endpoints: [{ path, asked: 1 }], leftOut: [] })
  })
}

test('eight are enough, and the rest is told', () => {
  const paths = Array.from({ length: 10 }, (_, n) => `/api/topic-${n}`)
  const { endpoints, leftOut } = findEndpoints(
    paths.map(path => seen(path)),
    HOST,
  )
  expect(endpoints).toHaveLength(8)
  expect(leftOut).toEqual(['2 more of GET are left out, from /api/topic-8 on: 8 are enough to begin with'])
})
