import { expect, test } from '@playwright/test'
import { systemClock } from '../clock.ts'
import type { SamplesData } from '../measure/measurement.ts'
import { measureRecovery } from './recovery.ts'
import { counted, measured, one } from './testing/run-swarms.ts'
import { swarmsRequests } from './testing/swarms-truth.ts'
import type { TruthSwarms } from './testing/swarms-truth.ts'

const run = (outage: (swarms: TruthSwarms) => void, isSeen = true) =>
  measured({}, (origin, swarms) =>
    measureRecovery(
      {
        origin,
        requests: swarmsRequests,
        swarms: 6,
        members: 2,
        savingMs: 300,
        outage: async () => {
          outage(swarms)
          return isSeen
        },
      },
      systemClock,
    ),
  )

test('states that come back as they were confirmed last are good', async () => {
  const { all, left } = await run(() => {})
  expect(counted(all, 'swarms.recovered')).toEqual({ good: 6, causes: {} })
  expect((one(all, 'swarms.recovered.age').data as SamplesData).points.map(({ value }) => value)).toEqual([
    0, 0, 0, 0, 0, 0,
  ])
  expect(one(all, 'swarms.recovered').doubts).toEqual([])
  expect(left).toBe(0)
})

test('those that are gone, those that are older and those that nobody saved are told apart', async () => {
  const { all } = await run(({ states }) => {
    const [gone = '', older = '', strange = ''] = states.keys()
    states.delete(gone)
    states.set(older, (states.get(older) ?? []).slice(0, -1))
    states.set(strange, ['something else'])
  })
  expect(counted(all, 'swarms.recovered')).toEqual({
    good: 3,
    causes: { gone: 1, older: 1, 'never saved': 1 },
  })
  const ages = (one(all, 'swarms.recovered.age').data as SamplesData).points.map(({ value }) => value)
  expect(ages).toHaveLength(4)
  expect(ages.filter(age => age > 0)).toHaveLength(1)
})

test('an outage that was not seen voids', async () => {
  const { all } = await run(() => {}, false)
  expect(one(all, 'swarms.recovered').doubts).toEqual([
    { kind: 'fault-not-seen', wanted: 1, seen: 0, of: 'services' },
  ])
})
