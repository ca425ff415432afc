import type { ServerResponse } from 'node:http'
import { expect, test } from '@playwright/test'
import { closedOrigin } from '../../calibration/truth/truth-server.ts'
import { systemClock } from '../../clock.ts'
import { readWhole } from '../../measure/histogram.ts'
import type { Measurement } from '../../measure/measurement.ts'
import { against, tallyOf } from './testing/against.ts'
import type { Seen } from './testing/against.ts'
import { BEFORE } from './mix.ts'
import type { Mix, Step } from './mix.ts'
import { users } from './users.ts'
import type { UserModel } from '../../loops/crowd.ts'

const get = (name: string, path: string, more: Partial<Step> = {}): Step => ({
  name,
  request: { method: 'GET', path },
  ...more,
})
const one = (...steps: Step[]): Mix => ({ classes: [{ name: 'only', weight: 1, steps }] })
const closed = (count: number, journeys: number): UserModel => ({
  kind: 'closed',
  users: count,
  holdMs: 60_000,
  journeys,
})
const ok = (_seen: Seen, response: ServerResponse): void => void response.end('{"ok":true}')

const MOST_TRIES = 4

const nobodyThere = async (model: UserModel): Promise<Measurement[]> =>
  users(
    { origin: await closedOrigin(), seed: 1, metric: 'mix', labels: {}, mix: one(get('page', '/')), model },
    systemClock,
  )

test('a user takes values from answers, keeps them, and sends them on', async () => {
  const start: Step = {
    name: 'start',
    request: { method: 'POST', path: '/jobs', bodies: ['{"text":"say {{word}}"}'] },
    extract: { job: { json: 'id' }, etag: { header: 'etag' } },
  }
  const look: Step = {
    name: 'look',
    request: { method: 'GET', path: '/jobs/{{job}}', headers: { 'if-match': '{{etag}}' } },
  }
  const rows = [{ word: 'a"b' }]
  const { seen } = await against(
    ({ method }, response) => response.setHeader('etag', 'v7').end(method === 'POST' ? '{"id":"j/1"}' : '{}'),
    { mix: { classes: [{ name: 'only', weight: 1, steps: [start, look], rows }] }, model: closed(1, 1) },
  )
  expect(seen.map(({ method, path }) => `${method} ${path}`)).toEqual(['POST /jobs', 'GET /jobs/j%2F1'])
  expect(JSON.parse(seen[0]?.body ?? '')).toEqual({ text: 'say a"b' })
  expect(seen[1]?.headers['if-match']).toBe('v7')
})

test('each user has its own cookies, over those that all begin with', async () => {
  const { seen } = await against(
    ({ path }, response) => response.setHeader('set-cookie', `session=${path.slice(1)}; HttpOnly`).end('ok'),
    {
      mix: {
        before: [get('sign in', '/{{user}}')],
        classes: [{ name: 'a', weight: 1, steps: [get('page', '/page-{{user}}')] }],
      },
      model: closed(2, 1),
      headers: { cookie: 'session=common; theme=dark', 'x-team': '9' },
    },
  )
  const cookieOf = (path: string): unknown => seen.find(each => each.path === path)?.headers['cookie']
  expect(cookieOf('/1')).toBe('session=common; theme=dark')
  expect(cookieOf('/page-1')).toBe('session=1; theme=dark')
  expect(cookieOf('/page-2')).toBe('session=2; theme=dark')
  expect(seen.every(({ headers }) => headers['x-team'] === '9')).toBe(true)
})

test('a closed model makes so many journeys, each class its rows in turn, and everything is counted', async () => {
  const { all, seen } = await against(ok, {
    mix: {
      classes: [
        { name: 'search', weight: 3, steps: [get('find', '/?q={{q}}')], rows: [{ q: 'a' }, { q: 'b' }] },
        { name: 'other', weight: 1, steps: [get('one', '/1'), get('two', '/2')] },
      ],
    },
    model: closed(10, 8),
  })
  const found = tallyOf(all, 'mix.errors', { class: 'search', endpoint: 'find', mix: 'test' })
  const [first, second] = ['one', 'two'].map(endpoint =>
    tallyOf(all, 'mix.errors', { class: 'other', endpoint }),
  )
  expect(found.total + (first?.total ?? 0)).toBe(80)
  expect(second?.total).toBe(first?.total)
  expect(seen).toHaveLength(found.total + 2 * (first?.total ?? 0))
  const asked = (path: string): number => seen.filter(each => each.path === path).length
  expect(asked('/?q=a')).toBe(Math.ceil(found.total / 2))
  expect(tallyOf(all, 'mix.journeys', { class: 'search' })).toMatchObject({ total: found.total, bad: 0 })
})

test('the same seed gives the same journeys', async () => {
  const mix = { classes: ['a', 'b', 'c'].map(name => ({ name, weight: 1, steps: [get(name, `/${name}`)] })) }
  const paths = async (seed: number): Promise<string> =>
    (await against(ok, { mix, model: closed(1, 30), seed })).seen.map(({ path }) => path).join('')
  expect(await paths(5)).toBe(await paths(5))
  expect(await paths(5)).not.toBe(await paths(6))
})

test('a failed step ends its journey, the user goes on with the next, and nothing is taken from a bad answer', async () => {
  let asked = 0
  const { all, seen } = await against(
    ({ path }, response) => {
      response.statusCode = path === '/first' && asked++ % 2 === 0 ? 500 : 200
      response.end('{"id":"x"}')
    },
    {
      mix: one(get('first', '/first', { extract: { id: { json: 'id' } } }), get('then', '/then/{{id}}')),
      model: closed(1, 4),
    },
  )
  expect(seen.map(({ path }) => path)).toEqual(['/first', '/first', '/then/x', '/first', '/first', '/then/x'])
  expect(tallyOf(all, 'mix.journeys')).toMatchObject({ total: 4, bad: 2, causes: { 'first: status 500': 2 } })
  expect(tallyOf(all, 'mix.errors', { endpoint: 'first' })).toMatchObject({ total: 4, bad: 2 })
})

test('an answer that lacks what is to be taken is a failure with an example', async () => {
  const { all } = await against((_seen, response) => response.end('{"no":1}'), {
    mix: one(get('first', '/first', { extract: { id: { json: 'id' } } })),
    model: closed(1, 1),
  })
  expect(tallyOf(all, 'mix.errors')).toMatchObject({
    bad: 1,
    causes: { 'extract: no "id"': 1 },
    examples: { 'extract: no "id"': '{"no":1}' },
  })
})

test('what a user does first is done again until it succeeds, and counted apart', async () => {
  let refusals = 2
  const { all, seen } = await against(
    ({ path }, response) => {
      if (path === '/in' && refusals-- > 0) response.statusCode = 503
      response.end('ok')
    },
    {
      mix: {
        before: [get('sign in', '/in')],
        classes: [{ name: 'a', weight: 1, steps: [get('page', '/page')] }],
      },
      model: closed(1, 1),
    },
  )
  expect(seen.map(({ path }) => path)).toEqual(['/in', '/in', '/in', '/page'])
  expect(tallyOf(all, 'mix.errors', { class: BEFORE })).toMatchObject({ total: 3, bad: 2 })
})

test('a step that is done first and in a journey is counted in each apart', async () => {
  const start = get('start', '/start')
  const { all } = await against(ok, {
    mix: {
      before: [start],
      classes: [{ name: 'a', weight: 1, steps: [start, get('look', '/look'), start] }],
    },
    model: closed(3, 2),
  })
  expect(tallyOf(all, 'mix.errors', { class: BEFORE, endpoint: 'start' }).total).toBe(3)
  expect(tallyOf(all, 'mix.errors', { class: 'a', endpoint: 'start' }).total).toBe(3 * 2 * 2)
  expect(tallyOf(all, 'mix.errors', { class: 'a', endpoint: 'look' }).total).toBe(3 * 2)
})

test('users think between their steps, and come one after the other', async () => {
  const { all, seen } = await against(ok, {
    mix: { ...one(get('first', '/first'), get('then', '/then')), thinkMs: 200 },
    model: { kind: 'closed', users: 3, perSecond: 10, holdMs: 60_000, journeys: 1 },
  })
  const firsts = seen.filter(({ path }) => path === '/first').map(({ atMs }) => atMs)
  const thens = seen.filter(({ path }) => path === '/then').map(({ atMs }) => atMs)
  const { startMs } = all[0]?.window ?? { startMs: 0 }
  // Arrivals come up to a millisecond early.
  for (const [index, atMs] of firsts.entries()) expect(atMs).toBeGreaterThan(startMs + index * 100 - 1)
  for (const [index, atMs] of thens.entries()) expect(atMs).toBeGreaterThanOrEqual((firsts[index] ?? 0) + 199)
  const inStages = all.flatMap(({ metric, data }) =>
    metric === 'mix.stage.errors' && data.kind === 'tally' ? [data.total] : [],
  )
  expect(inStages.reduce((sum, total) => sum + total, 0)).toBe(seen.length)
  expect(
    all.filter(({ metric }) => metric === 'mix.stage.errors').map(({ labels }) => labels['stage']),
  ).toEqual(['ramp', 'hold', 'ramp', 'hold'])
})

test('a request counts from no later than it was sent, though a timer may end early', async () => {
  const { all } = await against(ok, {
    mix: { ...one(get('page', '/')), thinkMs: [1, 9] },
    model: closed(20, 10),
  })
  const at = (metric: string, percentile: number): number => {
    const data = all.find(each => each.metric === metric)?.data
    if (data?.kind !== 'histogram') throw new Error(`There is no ${metric}.`)
    return readWhole(data).percentile(percentile)
  }
  for (const percentile of [0, 1, 10, 50, 100]) {
    expect(at('mix.latency', percentile)).toBeGreaterThanOrEqual(at('mix.service', percentile))
  }
})

test('users stay for as long as they are held, then finish what is under way, and go', async () => {
  const { all, seen } = await against(ok, {
    mix: { ...one(get('first', '/first')), thinkMs: 20 },
    model: { kind: 'closed', users: 2, holdMs: 1200 },
  })
  const { startMs, endMs } = all[0]?.window ?? { startMs: 0, endMs: 0 }
  expect(endMs - startMs).toBeGreaterThanOrEqual(1200)
  expect(seen.length).toBeGreaterThanOrEqual(2)
  expect(tallyOf(all, 'mix.errors').total).toBe(seen.length)
  const underWay = all.find(({ metric }) => metric === 'load.users')?.data
  if (underWay?.kind !== 'series') throw new Error('It is a series.')
  expect(underWay.points[0]?.[1]).toBe(2)
})

test('an open model has a new user for each arrival, who makes one journey', async () => {
  const { all, seen } = await against(ok, {
    mix: {
      before: [get('in', '/in/{{user}}')],
      classes: [{ name: 'a', weight: 1, steps: [get('page', '/page')] }],
    },
    model: { kind: 'open', arrivals: { kind: 'constant', perSecond: 100, durationMs: 200 } },
  })
  expect(new Set(seen.filter(({ path }) => path.startsWith('/in')).map(({ path }) => path)).size).toBe(20)
  expect(tallyOf(all, 'mix.journeys')).toMatchObject({ total: 20, bad: 0 })
})

test('where nobody is there users give up, and do not stay for as long as they are held', async () => {
  const model = { kind: 'closed', users: 60, holdMs: 60_000 } as const
  const all = await nobodyThere(model)
  const { startMs, endMs } = all[0]?.window ?? { startMs: 0, endMs: 0 }
  const { total, bad, causes } = tallyOf(all, 'mix.errors')
  expect([bad, causes['ECONNREFUSED']]).toEqual([total, total])
  expect(endMs - startMs).toBeLessThan(60_000)
})

// With this seed the first user waits 49, 457, 964 and 1405 ms after its journeys that fail, and 128, 99, 116 and 1826 ms after what it does first: four tries
// in 1.5 s, or fewer where the machine is slow, instead of hundreds.
test('a user that can not connect backs off before its next try', async () => {
  const all = await nobodyThere({ kind: 'closed', users: 1, holdMs: 1500 })
  expect(tallyOf(all, 'mix.errors').total).toBeLessThanOrEqual(MOST_TRIES)
})

test('a user that can not do what it does first backs off before it tries again', async () => {
  const mix = {
    before: [get('sign in', '/in')],
    classes: [{ name: 'a', weight: 1, steps: [get('page', '/')] }],
  }
  const { seen } = await against((_seen, response) => response.writeHead(503).end(), {
    mix,
    model: { kind: 'closed', users: 1, holdMs: 1500 },
  })
  expect(seen.length).toBeLessThanOrEqual(MOST_TRIES)
})

test('a mix that can not be used says why', async () => {
  const options = { seed: 1, metric: 'mix', labels: {}, origin: 'http://127.0.0.1:9', model: closed(1, 1) }
  await expect(users({ ...options, mix: one(get('page', '/{{job}}')) }, systemClock)).rejects.toThrow(
    /These users can't be simulated:\n {2}class "only", step "page": nothing gives "\{\{job\}\}"/,
  )
})

test('what an answer gave and no header can carry is not the failure of the target', async () => {
  const take = get('take', '/take', { extract: { name: { json: 'name' } } })
  const use: Step = {
    name: 'use',
    request: { method: 'GET', path: '/use', headers: { 'x-name': '{{name}}' } },
  }
  const { all, seen } = await against((_, response) => void response.end('{"name":"Łukasz"}'), {
    mix: one(take, use),
    model: closed(1, 2),
  })
  expect(seen.map(({ path }) => path)).toEqual(['/take', '/take'])
  const errors = all.find(({ metric, labels }) => metric === 'mix.errors' && labels['endpoint'] === 'use')
  expect(errors?.data).toMatchObject({ total: 0, bad: 0 })
  expect(errors?.absence).toMatch(/^Nothing was sent\. .*x-name has the character U\+0141/)
  expect(errors?.doubts).toEqual([{ kind: 'load-not-applied', wanted: 2, applied: 0 }])
  expect(tallyOf(all, 'mix.journeys')).toMatchObject({ bad: 0 })
})
