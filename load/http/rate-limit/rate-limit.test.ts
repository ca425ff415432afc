import { once } from 'node:events'
import { createServer } from 'node:http'
import type { ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from '@playwright/test'
import rateLimiter from '@fastify/rate-limit'
import fastify from 'fastify'
import { closedOrigin } from '../../calibration/truth/truth-server.ts'
import type { SamplesData, TallyData } from '../../measure/measurement.ts'
import { http } from '../http.ts'
import type { RateLimitOptions } from './rate-limit-options.ts'

const LIMIT = 5
const PAST = 10
const WINDOW_MS = 200

/** What the script does with a request: by its number, from 1 on. */
type Script = (nth: number, response: ServerResponse) => void

const letIn = (response: ServerResponse): void => void response.end('in')
const refuse = (response: ServerResponse, retryAfter = '1'): void =>
  void response.writeHead(429, { 'retry-after': retryAfter }).end('too many')

async function probe(origin: string, options: Partial<RateLimitOptions> = {}) {
  const all = await http.rateLimit({
    origin,
    request: { method: 'GET', path: '/' },
    limit: LIMIT,
    windowMs: WINDOW_MS,
    past: PAST,
    labels: { endpoint: 'list' },
    ...options,
  })
  const [answers, back] = all
  if (answers?.metric !== 'ratelimit' || back?.metric !== 'ratelimit.back') throw new Error('Two metrics.')
  const { total, bad, causes, examples = {} } = answers.data as TallyData
  const { points } = back.data as SamplesData
  return { counted: { total, bad, causes }, examples, points, answers, back }
}

/** Probes a server that does to each request as the script says. */
async function probeScript(script: Script, options: Partial<RateLimitOptions> = {}) {
  let asked = 0
  const server = createServer((_request, response) => script(++asked, response))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  try {
    return await probe(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, options)
  } finally {
    server.closeAllConnections()
    server.close()
  }
}

/** Lets in what is within the first burst's limit and whatever follows the burst; the rest is up to `past`. */
const afterLimit =
  (past: (response: ServerResponse, nth: number) => void): Script =>
  (nth, response) =>
    nth <= LIMIT || nth > LIMIT + PAST ? letIn(response) : past(response, nth)

test('a limiter that refuses with 429 and Retry-After, and keeps its word, is right', async () => {
  const { counted, points, answers, back } = await probeScript(afterLimit(response => refuse(response)))
  expect(counted).toEqual({ total: PAST + 1, bad: 0, causes: {} })
  expect(points.map(point => point.value >= 0)).toEqual([true])
  expect(points[0]?.censored).toBeUndefined()
  expect(answers).toMatchObject({ unit: 'count', labels: { endpoint: 'list' } })
  expect(back).toMatchObject({ unit: 'ms', labels: { endpoint: 'list' } })
})

test('a real limiter is right', async () => {
  const app = fastify()
  await app.register(rateLimiter, { max: LIMIT, timeWindow: 1000 })
  app.get('/', () => 'in')
  try {
    const { counted, points } = await probe(await app.listen({ host: '127.0.0.1', port: 0 }), {
      windowMs: 1000,
    })
    expect(counted).toMatchObject({ bad: 0, causes: {} })
    expect(counted.total).toBeGreaterThan(1)
    expect(points).toHaveLength(1)
  } finally {
    await app.close()
  }
})

test('an error of the server instead of a refusal is wrong', async () => {
  const { counted, examples, back } = await probeScript(
    afterLimit(response => response.writeHead(500).end('out of memory')),
  )
  expect(counted).toEqual({ total: PAST, bad: PAST, causes: { 'status 500': PAST } })
  expect(examples).toEqual({ 'status 500': 'out of memory' })
  expect(back.absence).toBe('No refusal had a usable Retry-After.')
})

test('a refusal without Retry-After is wrong', async () => {
  const { counted, examples, points } = await probeScript(
    afterLimit(response => response.writeHead(429).end('too many')),
  )
  const cause = '429 without Retry-After'
  expect(counted).toEqual({ total: PAST + 1, bad: PAST, causes: { [cause]: PAST } })
  expect(examples).toEqual({ [cause]: 'too many' })
  expect(points).toEqual([])
})

test('a Retry-After that cannot be read is wrong, and so is one beyond the window', async () => {
  const { counted, examples } = await probeScript(
    afterLimit((response, nth) => refuse(response, nth % 2 === 0 ? 'soon' : '3600')),
  )
  const unreadable = '429 with an unreadable Retry-After'
  const long = '429 that asks to wait for longer than the window'
  expect(counted).toEqual({ total: PAST + 1, bad: PAST, causes: { [unreadable]: 5, [long]: 5 } })
  expect(examples).toEqual({ [unreadable]: 'Retry-After: soon', [long]: 'Retry-After: 3600' })
})

test('a Retry-After that is over too early is wrong', async () => {
  // A window in which a machine that stands still finds the time to ask again.
  const { counted, examples, points } = await probeScript(
    (nth, response) => (nth <= LIMIT || nth > LIMIT + PAST + 2 ? letIn(response) : refuse(response)),
    { windowMs: 10_000 },
  )
  expect(counted).toEqual({ total: PAST + 1, bad: 1, causes: { 'refused after Retry-After': 1 } })
  expect(examples).toEqual({ 'refused after Retry-After': 'Retry-After: 1' })
  // Two refusals more were a second each.
  expect(points[0]?.value).toBeGreaterThanOrEqual(2000)
})

test('a caller who is never let in again is wrong, and the wait is a lower bound', async () => {
  const { counted, points } = await probeScript((nth, response) =>
    nth <= LIMIT ? letIn(response) : refuse(response, '0'),
  )
  expect(counted).toEqual({
    total: PAST + 1,
    bad: 1,
    causes: { 'refused after a whole window': 1 },
  })
  expect(points).toMatchObject([{ censored: true }])
})

test('a Retry-After that is a date counts from the date of the answer', async () => {
  const dateMs = Date.UTC(2001, 1, 3, 4, 5, 6)
  const { counted, points } = await probeScript(
    afterLimit(response => {
      response.setHeader('date', new Date(dateMs).toUTCString())
      refuse(response, new Date(dateMs + 1000).toUTCString())
    }),
  )
  expect(counted).toEqual({ total: PAST + 1, bad: 0, causes: {} })
  expect(points).toHaveLength(1)
})

test('a connection that is cut instead of a refusal is wrong', async () => {
  const { counted } = await probeScript(afterLimit(response => response.destroy()))
  expect(counted).toMatchObject({ total: PAST, bad: PAST, causes: { UND_ERR_SOCKET: PAST } })
})

test('each request that it counts is sent once, also where connections are cut', async () => {
  let asked = 0
  await probeScript((nth, response) => {
    asked = nth
    if (nth <= LIMIT) letIn(response)
    else response.destroy()
  })
  expect(asked).toBe(LIMIT + PAST)
})

test('a request that is not answered instead of a refusal is wrong', async () => {
  const { counted } = await probeScript(
    afterLimit(() => {}),
    { timeoutMs: 3000 },
  )
  expect(counted).toEqual({ total: PAST, bad: PAST, causes: { timeout: PAST } })
})

test('a target that is not there is wrong', async () => {
  const { counted } = await probe(await closedOrigin())
  expect(counted).toEqual({ total: 15, bad: 15, causes: { ECONNREFUSED: 15 } })
})

test('it waits until it is let in, and that is not judged', async () => {
  const { counted } = await probeScript((nth, response) =>
    nth <= 2 ? refuse(response, '0') : afterLimit(one => refuse(one))(nth - 2, response),
  )
  expect(counted).toEqual({ total: PAST + 1, bad: 0, causes: {} })
})

test('a window that others had half used is no fault of the limiter', async () => {
  const burst = LIMIT + PAST
  const { counted } = await probeScript((nth, response) => {
    const isIn = nth <= 3 || (nth > burst && nth <= burst + 1 + LIMIT)
    if (isIn) letIn(response)
    else refuse(response)
  })
  expect(counted).toEqual({ total: 12 + 1 + PAST, bad: 0, causes: {} })
})

test('a limiter that lets in less than its limit, again after a quiet window, is wrong', async () => {
  const burst = LIMIT + PAST
  const { counted } = await probeScript((nth, response) => {
    const isIn = nth <= 3 || (nth > burst && nth <= burst + 1 + 3)
    if (isIn) letIn(response)
    else refuse(response)
  })
  expect(counted).toEqual({ total: 12 + 1 + 12 + 2, bad: 2, causes: { 'refused within the limit': 2 } })
})

test('a limiter that lets all in is wrong', async () => {
  // Its windows could explain more than ten only if the burst took seconds.
  const { counted } = await probeScript((_nth, response) => letIn(response), {
    limit: 2,
    past: 100,
    windowMs: 1000,
  })
  expect(counted.bad).toBeGreaterThan(0)
  expect(counted).toEqual({
    total: counted.bad,
    bad: counted.bad,
    causes: { 'served beyond the limit': counted.bad },
  })
})

test('where nothing is refused and windows could explain it, nothing is claimed', async () => {
  const { counted, answers } = await probeScript((_nth, response) => letIn(response), {
    past: LIMIT,
    windowMs: 1,
  })
  expect(counted.total).toBe(0)
  expect(answers.absence).toBe('Of 10 requests the target refused none: it enforces no limit of 5.')
})
