import { expect, test } from '@playwright/test'
import type { Endpoint } from './endpoints.ts'
import { capacityOf, nextSorting, requestRows, sortRows } from './request-rows.ts'
import type { WorkloadTable } from './workload-tables.ts'

function endpoint(name: string, more: Partial<Endpoint> = {}): Endpoint {
  return {
    key: `${name} ${JSON.stringify(more.labels ?? {})}`,
    name,
    workload: 'api',
    title: 'Steady load',
    labels: {},
    latency: undefined,
    service: undefined,
    ttfb: undefined,
    errors: undefined,
    requests: 100,
    perSecond: undefined,
    counted: [],
    stages: [],
    capacity: [],
    judgements: [],
    ...more,
  }
}
const closed = (perSecond: number): Partial<Endpoint> => ({
  requests: undefined,
  labels: { among: 'all' },
  capacity: [
    { connections: 1, perSecond: perSecond / 2, latency: undefined, errors: undefined },
    { connections: 50, perSecond, latency: undefined, errors: undefined },
  ],
})
const unknown: Partial<Endpoint> = {
  ...closed(0),
  capacity: [{ connections: 1, perSecond: undefined, latency: undefined, errors: undefined }],
}
const workload = (title: string, ...groups: [title: string, endpoints: Endpoint[]][]): WorkloadTable => ({
  key: title,
  title,
  workload: 'api',
  groups: groups.map(([name, endpoints]) => ({ title: name, endpoints })),
  connections: [],
})
const rows = requestRows([
  workload(
    'Steady load',
    ['', [endpoint('GET /a', { requests: 10 }), endpoint('GET /b', { requests: 30 })]],
    [
      'among all',
      [endpoint('mix', closed(900)), endpoint('GET /b', closed(300)), endpoint('GET /a', unknown)],
    ],
  ),
  workload('Messages', ['', [endpoint('POST /m', { requests: 20 })]]),
])
const names = (shown: typeof rows): string[] => shown.map(row => `${row.workload} ${row.endpoint.name}`)

test('what an endpoint carries in a closed loop stands in its row; the whole mix has one of its own', () => {
  expect(names(rows)).toEqual([
    'Steady load GET /a',
    'Steady load GET /b',
    'Steady load mix',
    'Messages POST /m',
  ])
  expect(rows.map(row => capacityOf(row.endpoint))).toEqual([undefined, 300, 900, undefined])
  expect(rows[1]?.endpoint.requests).toBe(30)
  expect(rows[2]?.among.map(({ name }) => name)).toEqual(['GET /a'])
})

test('rows are sorted by a column, those without a value last, and names by the alphabet', () => {
  const requests = (direction: 'ascending' | 'descending') =>
    sortRows(rows, { name: 'Requests', direction }).map(row => row.endpoint.requests ?? 'none')
  expect(requests('descending')).toEqual([30, 20, 10, 'none'])
  expect(requests('ascending')).toEqual([10, 20, 30, 'none'])
  expect(names([...sortRows(rows, { name: 'Workload', direction: 'ascending' })])[0]).toBe('Messages POST /m')
  expect(sortRows(rows, undefined)).toBe(rows)
})

test('pressing a head sorts by the largest, then by the smallest, then no more', () => {
  const first = nextSorting('p95', undefined)
  expect(first).toEqual({ name: 'p95', direction: 'descending' })
  const second = nextSorting('p95', first)
  expect(second).toEqual({ name: 'p95', direction: 'ascending' })
  expect(nextSorting('p95', second)).toBeUndefined()
  expect(nextSorting('Request', first)).toEqual({ name: 'Request', direction: 'ascending' })
})
