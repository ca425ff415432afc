import { expect, test } from '@playwright/test'
import { STOPPED } from '../../loops/giving-up.ts'
import type { UserModel } from '../../loops/crowd.ts'
import { against, tallyOf } from './testing/against.ts'

const step = (name: string) => ({ name, request: { method: 'GET', path: `/${name}` } as const })
const mix = {
  classes: [{ name: 'only', weight: 1, steps: [step('use'), step('then')] }],
  thinkMs: 300,
}
const models: [who: string, model: UserModel, due: number | undefined][] = [
  ['users who stay', { kind: 'closed', users: 20, holdMs: 600_000 }, undefined],
  [
    'users who come and go',
    { kind: 'open', arrivals: { kind: 'constant', perSecond: 30, durationMs: 600_000 } },
    18_000,
  ],
]
for (const [who, model, due] of models)
  test(`${who} leave in a storm of errors: what each would have done next failed, and nothing that was measured passes`, async () => {
    let asked = 0
    const { all, seen } = await against(
      (_seen, response) => response.writeHead(asked++ < 60 ? 200 : 503).end(),
      { mix, model, stopOnErrors: true },
    )
    const errors = all.filter(({ metric }) => metric === 'mix.errors')
    const tallies = errors.flatMap(({ data }) => (data.kind === 'tally' ? [data] : []))
    const of = (cause: string): number => tallies.reduce((sum, { causes }) => sum + (causes[cause] ?? 0), 0)
    expect(of(STOPPED)).toBeGreaterThan(0)
    expect(tallies.reduce((sum, { total }) => sum + total, 0)).toBe(seen.length + of(STOPPED))
    expect(tallies.flatMap(({ examples }) => examples?.[STOPPED] ?? [])[0]).toMatch(
      /^\d+ of \d+ requests failed in 5 s, most by status 503$/,
    )
    const ofUsers = all.filter(({ metric }) => /^mix\.(?!connect|tls)/.test(metric))
    for (const { doubts, metric } of ofUsers)
      expect(doubts, metric).toContainEqual({
        kind: 'stopped-early',
        atMs: expect.any(Number),
        because: expect.stringMatching(/^\d+ of \d+ requests failed/),
      })
    const journeys = tallyOf(all, 'mix.journeys')
    expect(journeys.causes[STOPPED]).toBeGreaterThan(0)
    // Each who was to come made a journey that went well, or failed.
    if (due !== undefined) expect(journeys.total).toBe(due)
  })

test('users stay in a storm of errors unless they are told to go', async () => {
  const { all, seen } = await against((_seen, response) => response.writeHead(503).end(), {
    mix: { ...mix, thinkMs: 20 },
    model: { kind: 'closed', users: 20, holdMs: 2500 },
  })
  const errors = all.find(({ metric }) => metric === 'mix.errors')
  expect(errors).toMatchObject({ data: { causes: { 'status 503': seen.length } } })
  expect(errors?.doubts.map(({ kind }) => kind)).not.toContain('stopped-early')
})
