import { expect, test } from '@playwright/test'
import { mergeSeconds } from './generator-health.ts'
import { healthDoubts } from './health-doubts.ts'
import { BlockHistogram } from '../histogram.ts'
import { WorstSpans } from './worst-spans.ts'

test('the worst of each second is kept, in the order of time', () => {
  const late = new WorstSpans()
  late.note(5000, 20)
  late.note(2100, 30)
  late.note(2900, 25)
  const second: [number, number] = [2000, 30]
  expect(late.spans()).toEqual({ worst: 30, seconds: [second, [5000, 20]] })
  expect(late.spans(2999)).toEqual({ worst: 30, seconds: [second, [5000, 20]] })
  expect(late.spans(3000)).toEqual({ worst: 20, seconds: [[5000, 20]] })
  expect(late.spans(6000)).toBe(undefined)
  expect(new WorstSpans().spans()).toBe(undefined)
})

test('what is bad for a day has no more than 600 spans, each with the worst of its seconds', () => {
  const late = new WorstSpans()
  for (let second = 0; second < 86_400; second++) late.note(second * 1000, 20 + (second % 900))
  expect(late.spans()).toEqual({
    worst: 919,
    seconds: Array.from({ length: 96 }, (_, span) => [span * 900_000, 919]),
    spanMs: 900_000,
  })
})

test('lateness of a run whose blocks were merged counts for all of a block, not its first second', () => {
  const lateness = new BlockHistogram()
  for (let second = 0; second < 700; second++) lateness.record(second === 345 ? 60 : 0, second * 1000)
  const [doubt] = healthDoubts([{ lateness: lateness.toData(), seconds: [], lateFromMs: 10 }])
  expect(doubt?.kind === 'generator-late' && doubt.seconds.map(([startMs]) => startMs)).toEqual(
    Array.from({ length: 10 }, (_, second) => 340_000 + second * 1000),
  )
})

const secondAt = (at: number) => ({ startMs: at * 1000, endMs: at * 1000 + 1000 })
const IDLE = { delayP99Ms: 1, utilisation: 0.2, cpu: 0.2 }

test('merged seconds of a thread keep their worst delay, the most that one was held up, and their mean use', () => {
  const second = (at: number, cpu: number) => ({
    startMs: at * 1000,
    endMs: at * 1000 + 1000,
    delayP99Ms: at,
    heldUpMs: 10 + at,
    utilisation: cpu,
    cpu,
  })
  expect(mergeSeconds([second(0, 0.2), second(1, 0.4), second(2, 0.6)])).toEqual([
    {
      startMs: 0,
      endMs: 2000,
      delayP99Ms: 1,
      heldUpMs: 11,
      utilisation: expect.closeTo(0.3, 9),
      cpu: expect.closeTo(0.3, 9),
    },
    second(2, 0.6),
  ])
})

test('a thread that is held up for 12 ms in each second was late by 12 ms, however long its run', () => {
  for (const hours of [0.4, 1, 4, 24]) {
    const length = hours * 3600
    let seconds = Array.from({ length }, (_, at) => ({ ...IDLE, ...secondAt(at), heldUpMs: 12 }))
    while (seconds.length > 1800) seconds = mergeSeconds(seconds)
    const [doubt] = healthDoubts([{ lateness: new BlockHistogram().toData(), seconds, lateFromMs: 10 }])
    expect(doubt, `${hours} h`).toMatchObject({ kind: 'generator-late', lateMs: 12 })
  }
})

test('the one second of a day in which a thread was held up stays, as late as all that is merged with it', () => {
  const held = 40_000
  let seconds = Array.from({ length: 86_400 }, (_, at) => ({
    ...IDLE,
    ...secondAt(at),
    heldUpMs: at === held ? 300 : 0,
  }))
  while (seconds.length > 1800) seconds = mergeSeconds(seconds)
  const [doubt] = healthDoubts([{ lateness: new BlockHistogram().toData(), seconds, lateFromMs: 10 }])
  expect(doubt).toMatchObject({ kind: 'generator-late', lateMs: 300 })
  const late = doubt?.kind === 'generator-late' ? doubt.seconds.map(([startMs]) => startMs) : []
  expect(late).toContain(held * 1000)
  expect(late).toHaveLength(64)
})
