import { expect, test } from '@playwright/test'
import type { UserModel } from '../../loops/crowd.ts'
import { against } from './testing/against.ts'

const rows = Array.from({ length: 12 }, (_, row) => ({ row: `r${row}` }))
const mix = {
  classes: [
    {
      name: 'only',
      weight: 1,
      steps: [{ name: 'read', request: { method: 'GET' as const, path: '/{{user}}/{{row}}' } }],
      rows,
    },
  ],
}

/** @returns whom the users of one machine were, and with which rows */
async function played(model: UserModel, index: number, count: number): Promise<string[][]> {
  const { seen } = await against((_, response) => void response.end('{}'), {
    mix,
    model,
    share: { index, count },
  })
  return seen.map(({ path }) => path.split('/').slice(1))
}

test('users of several machines are other users, with other rows, and together those of one', async () => {
  const models: UserModel[] = [
    { kind: 'closed', users: 4, holdMs: 60_000, journeys: 3 },
    { kind: 'open', arrivals: { kind: 'constant', perSecond: 60, durationMs: 200 } },
  ]
  for (const model of models) {
    const machines = [await played(model, 0, 2), await played(model, 1, 2)]
    const column = (machine: string[][], place: number) => machine.map(one => one[place] ?? '')
    const [users, dealt] = [0, 1].map(place => machines.map(machine => column(machine, place)))
    const ofFirst = new Set(users?.[0])
    expect(users?.[1]?.filter(user => ofFirst.has(user))).toEqual([])
    expect(new Set(users?.flat()).size).toBe(model.kind === 'closed' ? 4 : 12)
    // Each row once: none is dealt to two.
    expect(new Set(dealt?.flat())).toEqual(new Set(rows.map(({ row }) => row)))
    expect(dealt?.flat()).toHaveLength(12)
  }
})
