import { expect, test } from '@playwright/test'
import { STOPPED } from '../../loops/giving-up.ts'
import type { UserModel } from '../../loops/crowd.ts'
import { against, tallyOf } from './testing/against.ts'

const step = (name: string) => ({ name, request: { method: 'GET', path: `/${name}/{{user}}` } as const })
const mix = { before: [step('in')], classes: [{ name: 'a', weight: 1, steps: [step('page')] }] }
const open = (durationMs: number): UserModel => ({
  kind: 'open',
  arrivals: { kind: 'constant', perSecond: 100, durationMs },
})

test('who comes at an arrival and is turned away goes: its journey failed for that', async () => {
  const { all, seen } = await against(
    ({ path }, response) => response.writeHead(path === '/in/3' ? 401 : 200).end(),
    { mix, model: open(200) },
  )
  expect(seen.filter(({ path }) => path === '/in/3')).toHaveLength(1)
  expect(seen.filter(({ path }) => path.startsWith('/page'))).toHaveLength(19)
  const causes = { 'in: status 401': 1 }
  expect(tallyOf(all, 'mix.journeys')).toMatchObject({ total: 20, bad: 1, causes })
  expect(tallyOf(all, 'mix.errors', { class: 'before' })).toMatchObject({ total: 20, bad: 1 })
  expect(tallyOf(all, 'mix.errors', { class: 'a' })).toMatchObject({ total: 19, bad: 0 })
})

test('who stays and is turned away tries again', async () => {
  let tries = 0
  const { all } = await against(
    ({ path }, response) => response.writeHead(path === '/in/1' && tries++ < 2 ? 401 : 200).end(),
    { mix, model: { kind: 'closed', users: 1, holdMs: 60_000, journeys: 1 } },
  )
  expect(tries).toBe(3)
  expect(tallyOf(all, 'mix.journeys')).toMatchObject({ total: 1, bad: 0 })
  expect(tallyOf(all, 'mix.errors', { class: 'before' })).toMatchObject({ total: 3, bad: 2 })
})

test('of all who were to come in a storm of errors a journey failed', async () => {
  const { all } = await against((_seen, response) => response.writeHead(503).end(), {
    mix,
    model: open(60_000),
    stopOnErrors: true,
  })
  const { total, bad, causes } = tallyOf(all, 'mix.journeys')
  expect([total, bad]).toEqual([6000, 6000])
  expect((causes['in: status 503'] ?? 0) + (causes[STOPPED] ?? 0)).toBe(6000)
})
