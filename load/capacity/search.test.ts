import assert from 'node:assert/strict'
import { expect, test } from '@playwright/test'
import * as fc from 'fast-check'
import { seededRandom } from '../seeded-random.ts'
import { searchCapacity } from './search.ts'
import type { LevelOutcome, Probe, SearchOptions, SearchResult, SearchTime } from './search.ts'

/** Time that passes only where the search pauses. */
const manualTime = (): SearchTime & { pauses: number[] } => {
  let nowMs = 0
  const pauses: number[] = []
  return {
    pauses,
    nowMs: () => nowMs,
    pause: async ms => {
      pauses.push(ms)
      nowMs += ms
    },
  }
}

const says = (outcome: LevelOutcome): ReturnType<Probe> => Promise.resolve({ outcome, because: outcome })

/** A target that holds up to its limit, and beyond it does not. */
const limitedTo =
  (limit: number, beyond: LevelOutcome = 'broken'): Probe =>
  level =>
    says(level <= limit ? 'held' : beyond)

const search = (
  probe: Probe,
  options: Partial<SearchOptions> = {},
  time = manualTime(),
): Promise<SearchResult> => searchCapacity({ from: 10, most: 1000, coolDownMs: 100, ...options }, probe, time)

const levelsOf = ({ levels }: SearchResult): number[] => levels.map(({ level }) => level)

test('a search doubles until a load does not hold twice, then bisects to within a tenth', async () => {
  const result = await search(limitedTo(100))
  // 80 holds, 160 does not; 120 and 100 between; 110 is 10 % above 100.
  expect(levelsOf(result)).toEqual([10, 20, 40, 80, 160, 160, 120, 120, 100, 110, 110])
  expect(result).toMatchObject({
    best: 100,
    knee: { above: 100, atLatest: 110 },
    stopped: { kind: 'broken', level: 110, because: 'broken' },
  })
})

test('a search that finds every load held ends at the most, and says so', async () => {
  const result = await search(limitedTo(5000), { most: 70 })
  expect(levelsOf(result)).toEqual([10, 20, 40, 70])
  expect(result).toMatchObject({ best: 70, stopped: { kind: 'most', level: 70 } })
  expect(result).not.toHaveProperty('knee')
})

test('a search whose least load does not hold tries it twice and has no answer', async () => {
  const result = await search(limitedTo(9, 'errors'))
  expect(levelsOf(result)).toEqual([10, 10])
  expect(result.stopped).toEqual({ kind: 'errors', level: 10, because: 'errors' })
  expect(result).not.toHaveProperty('best')
  expect(result).not.toHaveProperty('knee')
})

test('loads next to each other are close enough, however small they are', async () => {
  const result = await search(limitedTo(3), { from: 1, resolution: 0.001 })
  expect(levelsOf(result)).toEqual([1, 2, 4, 4, 3])
  expect(result.best).toBe(3)
})

test('a load that fails once and then holds has held', async () => {
  const failedOnce = new Set<number>()
  const result = await search(
    level => {
      if (failedOnce.has(level)) return says('held')
      failedOnce.add(level)
      return says('unclear')
    },
    { most: 20 },
  )
  expect(result.levels.map(({ level, outcome }) => [level, outcome])).toEqual([
    [10, 'unclear'],
    [10, 'held'],
    [20, 'unclear'],
    [20, 'held'],
  ])
  expect(result).toMatchObject({ best: 20, stopped: { kind: 'most' } })
})

test('where the generator is the limit the search ends, and the best is what the target was seen to hold', async () => {
  const result = await search(limitedTo(100, 'generator'))
  expect(levelsOf(result)).toEqual([10, 20, 40, 80, 160, 160])
  expect(result).toMatchObject({ best: 80, stopped: { kind: 'generator', level: 160 } })
  expect(result).not.toHaveProperty('knee')
})

test('what stays unclear is not held', async () => {
  const result = await search(limitedTo(100, 'unclear'))
  expect(result).toMatchObject({ best: 100, stopped: { kind: 'unclear', level: 110 } })
})

test('a load whose second try fails otherwise is what the second says', async () => {
  let tries = 0
  const result = await search(level => says(level < 40 ? 'held' : ++tries === 1 ? 'broken' : 'generator'))
  expect(result.stopped).toMatchObject({ kind: 'generator', level: 40 })
})

test('the target is left alone before every try but the first', async () => {
  const time = manualTime()
  const result = await search(limitedTo(5000), { most: 40, coolDownMs: 250 }, time)
  expect(time.pauses).toEqual([250, 250])
  expect(result.levels.map(({ atMs }) => atMs)).toEqual([0, 250, 500])
})

test('the next try waits until the target has recovered', async () => {
  const time = manualTime()
  const answers = [false, false, true, true]
  const recovered = async (): Promise<boolean> => answers.shift() ?? false
  const result = await search(limitedTo(5000), { most: 40, recovered }, time)
  expect(result.levels.map(({ atMs }) => atMs)).toEqual([0, 300, 400])
})

test('a target that does not recover ends the search at the load that broke it', async () => {
  let broken = false
  const probe: Probe = level => {
    broken = level > 100
    return says(broken ? 'errors' : 'held')
  }
  const time = manualTime()
  const result = await search(probe, { recovered: async () => !broken }, time)
  expect(levelsOf(result)).toEqual([10, 20, 40, 80, 160])
  expect(result.best).toBe(80)
  expect(result.stopped).toMatchObject({ kind: 'not-recovered', level: 160 })
  expect(result.stopped.because).toContain('2000 ms')
  expect(time.pauses).toHaveLength(4 + 20)
})

test('all options out of range are named at once', async () => {
  const wrong = { from: 0, most: -1, factor: 1, resolution: 0, coolDownMs: -1 }
  await expect(search(limitedTo(1), wrong)).rejects.toThrow(
    /from = 0.*most = -1.*factor = 1.*resolution = 0.*coolDownMs = -1/,
  )
  await expect(search(limitedTo(1), { from: 1.5 })).rejects.toThrow('from = 1.5: use a whole number')
  await expect(search(limitedTo(1), { from: 20, most: 19 })).rejects.toThrow('from = 20 or more')
})

test('what the probe throws ends the search', async () => {
  await expect(search(() => Promise.reject(new Error('no target')))).rejects.toThrow('no target')
})

const anyTask = fc
  .record({
    from: fc.integer({ min: 1, max: 1000 }),
    times: fc.double({ min: 1, max: 500, noNaN: true }),
    limit: fc.integer({ min: 0, max: 600_000 }),
    factor: fc.double({ min: 1.05, max: 10, noNaN: true }),
    resolution: fc.double({ min: 0.001, max: 1, noNaN: true }),
    beyond: fc.constantFrom<LevelOutcome>('broken', 'errors', 'unclear'),
  })
  .map(({ times, ...task }) => ({ ...task, most: Math.floor(task.from * times) }))

// 2000 times a run of nothing but arithmetic: a call of Playwright's expect, which notes where it stands, would take most of the time.
test('the answer is the most load that holds, to within the resolution, whatever the limit', async () => {
  await fc.assert(
    fc.asyncProperty(anyTask, async ({ limit, beyond, ...options }) => {
      const result = await search(limitedTo(limit, beyond), options)
      const { best, knee, stopped, levels } = result
      const ended = [stopped.kind, stopped.level]
      if (limit < options.from) {
        assert.deepEqual([best, ...ended], [undefined, beyond, options.from])
        return
      }
      assert(best !== undefined && best <= Math.min(limit, options.most))
      assert(levels.some(({ level, outcome }) => level === best && outcome === 'held'))
      if (limit >= options.most) {
        assert.deepEqual([best, stopped.kind], [options.most, 'most'])
        return
      }
      assert(knee)
      assert.deepEqual([...ended, knee.above], [beyond, knee.atLatest, best])
      assert(knee.atLatest > limit)
      assert(knee.atLatest - best <= Math.max(1, options.resolution * best))
    }),
    { numRuns: 2000 },
  )
})

test('the number of tries grows with the logarithms of the range and of the resolution', async () => {
  await fc.assert(
    fc.asyncProperty(anyTask, async ({ limit, beyond, ...options }) => {
      const { from, most, factor, resolution } = options
      const { levels } = await search(limitedTo(limit, beyond), options)
      const climbs = Math.log(most / from) / Math.log(factor)
      assert(levels.length <= 2 * (climbs + Math.log2(1 + (factor - 1) / resolution) + 5))
      const usable = levels.every(({ level }) => Number.isInteger(level) && level >= from && level <= most)
      assert(usable)
    }),
    { numRuns: 2000 },
  )
})

test('one try in ten failing by chance moves the answer in fewer than one search in ten, and never above the limit', async () => {
  const random = seededRandom(1)
  const limit = 700
  let low = 0
  for (let run = 0; run < 1000; run++) {
    const { best = 0 } = await search(level => says(level <= limit && random() >= 0.1 ? 'held' : 'broken'))
    assert(best <= limit)
    if (best < limit / 1.1) low++
  }
  // Seven loads or so hold on the way, each misjudged one time in a hundred.
  expect(low).toBeGreaterThan(0)
  expect(low).toBeLessThan(100)
})

test('a target whose latency wavers by a fifth has half of its answers within a tenth of its limit', async () => {
  const random = seededRandom(2)
  // A queue: 10 ms unloaded, twenty times as much, the limit, at 95 % of 1000 a second.
  const limit = 950
  const latencyMs = (level: number): number =>
    level < 1000 ? (10 / (1 - level / 1000)) * (0.8 + 0.4 * random()) : 10_000
  const answers: number[] = []
  for (let run = 0; run < 400; run++) {
    const { best = 0 } = await search(level => says(latencyMs(level) < 200 ? 'held' : 'broken'))
    answers.push(best)
  }
  const near = answers.filter(best => best > 0.9 * limit && best < 1.1 * limit)
  expect(near.length).toBeGreaterThan(200)
  expect(Math.max(...answers)).toBeLessThan(1000)
})
