import { createServer } from 'node:http'
import { expect, test } from '@playwright/test'
import { systemClock } from '../../clock.ts'
import type { Measurement, SamplesData, TallyData } from '../../measure/measurement.ts'
import { listening } from '../../testing/listening.ts'
import { measureOverhead } from './overhead.ts'

const requests = {
  on: { method: 'PUT', path: '/flags?otel=1' },
  off: { method: 'PUT', path: '/flags?otel=0' },
  load: { method: 'GET', path: '/work' },
} as const

/** A server whose work waits so long while it is watched, and not; in ms. */
interface Truth {
  onMs: number
  offMs: number
  /** The status of who switches. Default 200. */
  status?: number
}

async function run(
  { onMs, offMs, status = 200 }: Truth,
  pairs = 3,
): Promise<{ measured: Measurement[]; asked: string[] }> {
  let isOn = true
  const asked: string[] = []
  const server = createServer((request, response) => {
    const url = request.url ?? ''
    if (!url.startsWith('/flags')) {
      setTimeout(() => response.end('{}'), isOn ? onMs : offMs)
      return
    }
    isOn = url.endsWith('1')
    asked.push(url)
    response.writeHead(status).end('{}')
  })
  const measured = await listening(server, origin =>
    measureOverhead({ origin, requests, pairs, turnMs: 60, timeoutMs: 60_000 }, systemClock),
  )
  return { measured, asked }
}

const one = (all: readonly Measurement[], metric: string, turn?: string): Measurement => {
  const found = all.find(({ metric: name, labels }) => name === metric && labels['turn'] === turn)
  if (!found) throw new Error(`There is no ${metric}.`)
  return found
}
const valuesOf = (all: readonly Measurement[], metric: string, turn?: string): number[] =>
  (one(all, metric, turn).data as SamplesData).points.map(({ value }) => value)

test('what a request takes longer is told of each pair, by the times of its two turns', async () => {
  const { measured } = await run({ onMs: 40, offMs: 10 })
  const [on, off] = ['on', 'off'].map(turn => valuesOf(measured, 'observability.time', turn))
  // Four at a time: a request of 40 ms is one each 10 ms.
  for (const ms of on ?? []) expect(ms).toBeGreaterThanOrEqual(39 / 4)
  for (const ms of off ?? []) expect(ms).toBeGreaterThanOrEqual(9 / 4)
  const ratios = (on ?? []).map((ms, index) => Math.max(0, ms / (off?.[index] ?? Number.NaN) - 1))
  expect(valuesOf(measured, 'observability.overhead')).toEqual(ratios)
})

test('each is switched as often as the other, and it is left on', async () => {
  const { measured, asked } = await run({ onMs: 0, offMs: 0 })
  expect(asked.at(-1)).toBe('/flags?otel=1')
  const turns = asked.slice(0, -1)
  expect(turns.filter(url => url.endsWith('0'))).toHaveLength(turns.length / 2)
  expect(one(measured, 'observability.errors')).toMatchObject({ data: { bad: 0 } })
})

test('a target that can not be switched is compared with nothing, and why is told', async () => {
  const { measured } = await run({ onMs: 0, offMs: 0, status: 403 })
  expect(valuesOf(measured, 'observability.overhead')).toEqual([])
  const { absence = '' } = one(measured, 'observability.overhead')
  expect(absence).toMatch(/^No turns to compare: (?:on|off): status 403/)
  const { causes } = one(measured, 'observability.errors').data as TallyData
  expect(Object.keys(causes).toSorted()).toEqual([
    expect.stringMatching(/^off: status 403/),
    expect.stringMatching(/^on: status 403/),
  ])
})
