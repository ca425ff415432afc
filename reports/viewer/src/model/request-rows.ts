import type { Endpoint } from './endpoints.ts'
import { valueAt } from './measured/percentiles.ts'
import { byUrgency } from './verdict/verdicts.ts'
import type { WorkloadTable } from './workload-tables.ts'

/** An endpoint in a workload, a row of the table of requests. */
export interface RequestRow {
  key: string
  endpoint: Endpoint
  /** The workload in words. */
  workload: string
  /** What else tells it apart, such as a class of users; empty where nothing does. */
  part: string
  /** Of the whole mix: what its endpoints did in it, of which no rate of their own is known. */
  among: Endpoint[]
}

/** The name of what a closed loop over a mix counts for all its requests together. */
export const WHOLE_MIX = 'mix'

/** @returns the rows of all workloads in their order. What an endpoint carried in a closed loop stands in the row of its other figures. */
export function requestRows(workloads: readonly WorkloadTable[]): RequestRow[] {
  return workloads.flatMap(({ title, groups }): RequestRow[] => {
    const rows = groups.flatMap(group =>
      group.endpoints.map(endpoint => ({
        key: endpoint.key,
        endpoint,
        workload: title,
        part: group.title,
        among: amongOf(endpoint, group.endpoints),
      })),
    )
    const isClosed = ({ endpoint }: RequestRow): boolean =>
      endpoint.requests === undefined && !endpoint.latency && endpoint.capacity.length > 0
    const among = new Set(rows.flatMap(row => row.among))
    const closed = rows.filter(row => isClosed(row) && !among.has(row.endpoint))
    const open = rows.filter(row => !isClosed(row))
    const hostOf = (row: RequestRow): RequestRow | undefined =>
      open.find(
        ({ endpoint, part }) =>
          part === '' && endpoint.name === row.endpoint.name && endpoint.capacity.length === 0,
      )
    const guests = Map.groupBy(closed, hostOf)
    return [
      ...open.map(row => {
        const [guest] = guests.get(row) ?? []
        return guest ? { ...row, endpoint: joined(row.endpoint, guest.endpoint) } : row
      }),
      ...(guests.get(undefined) ?? []),
      ...open.flatMap(row => (guests.get(row) ?? []).slice(1)),
    ]
  })
}

/** @returns what is told with the whole mix of a group: endpoints that nothing else is known of */
function amongOf({ name }: Endpoint, group: readonly Endpoint[]): Endpoint[] {
  if (name !== WHOLE_MIX) return []
  return group.filter(
    one =>
      one.name !== WHOLE_MIX &&
      one.requests === undefined &&
      one.judgements.length === 0 &&
      capacityOf(one) === undefined,
  )
}

const joined = (endpoint: Endpoint, { capacity, judgements }: Endpoint): Endpoint => ({
  ...endpoint,
  capacity,
  judgements: [...endpoint.judgements, ...judgements].toSorted(byUrgency),
})

/** @returns the most answers a second in a closed loop, at whatever number of connections */
export function capacityOf({ capacity }: Endpoint): number | undefined {
  const carried = capacity.flatMap(({ perSecond }) => perSecond ?? [])
  return carried.length === 0 ? undefined : Math.max(...carried)
}

/** The columns of numbers, by which rows can be sorted. */
export const NUMBERS: readonly { name: string; of: (endpoint: Endpoint) => number | undefined }[] = [
  { name: 'Requests', of: ({ requests }) => requests },
  { name: 'Rate', of: ({ perSecond }) => perSecond },
  { name: 'p50', of: ({ latency }) => latency && valueAt(latency.percentiles, 50) },
  { name: 'p95', of: ({ latency }) => latency && valueAt(latency.percentiles, 95) },
  { name: 'p99', of: ({ latency }) => latency && valueAt(latency.percentiles, 99) },
  { name: 'Service p95', of: ({ service }) => service && valueAt(service.percentiles, 95) },
  { name: 'TTFB p95', of: ({ ttfb }) => ttfb && valueAt(ttfb.percentiles, 95) },
  {
    name: 'Failed',
    of: ({ errors }) => (errors && errors.total > 0 ? errors.bad / errors.total : undefined),
  },
  { name: 'Capacity', of: capacityOf },
]

/** By which column rows are sorted. */
export interface Sorting {
  name: string
  direction: 'ascending' | 'descending'
}

/** @returns the rows in the order of a column; those without a value in it come last, and without a sorting they stand as they are */
export function sortRows(rows: readonly RequestRow[], sorting: Sorting | undefined): readonly RequestRow[] {
  if (!sorting) return rows
  const { name, direction } = sorting
  const sign = direction === 'ascending' ? 1 : -1
  const number = NUMBERS.find(column => column.name === name)
  if (!number) {
    const text = (row: RequestRow): string => (name === 'Workload' ? row.workload : row.endpoint.name)
    return rows.toSorted((a, b) => sign * text(a).localeCompare(text(b)))
  }
  const valued = rows.filter(({ endpoint }) => number.of(endpoint) !== undefined)
  return [
    ...valued.toSorted((a, b) => sign * ((number.of(a.endpoint) ?? 0) - (number.of(b.endpoint) ?? 0))),
    ...rows.filter(row => !valued.includes(row)),
  ]
}

/** @returns the sorting after its column's head was pressed: the largest first, then the smallest, then none; names the other way round */
export function nextSorting(name: string, before: Sorting | undefined): Sorting | undefined {
  const first = NUMBERS.some(column => column.name === name) ? 'descending' : 'ascending'
  if (before?.name !== name) return { name, direction: first }
  if (before.direction !== first) return undefined
  return { name, direction: first === 'ascending' ? 'descending' : 'ascending' }
}
