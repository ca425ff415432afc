import { expect, test } from '@playwright/test'
import { Sightings } from './accounts/sightings.ts'

const see = (sightings: Sightings, viewer: number, agent: number, seq: number, atMs: number): void =>
  sightings.see(viewer, { agent, seq, merged: 1 }, atMs)

test('a round takes until the slowest viewer holds a value of it from every agent', () => {
  const sightings = new Sightings(2, [-1, -1], [1000, 2000])
  see(sightings, 0, 0, 0, 1010)
  see(sightings, 0, 1, 0, 1020)
  see(sightings, 1, 0, 0, 1015)
  expect(sightings.refreshMs()).toEqual([undefined, undefined])
  see(sightings, 1, 1, 0, 1090)
  expect(sightings.refreshMs()).toEqual([90, undefined])
  for (const viewer of [0, 1]) for (const agent of [0, 1]) see(sightings, viewer, agent, 1, 2030 + viewer)
  expect(sightings.refreshMs()).toEqual([90, 31])
})

test('a newer value refreshes the older rounds that it stands for', () => {
  const sightings = new Sightings(1, [4], [1000, 2000, 3000])
  see(sightings, 0, 0, 6, 2500)
  expect(sightings.refreshMs()).toEqual([1500, 500, undefined])
})

test('an old value refreshes nothing', () => {
  const sightings = new Sightings(1, [4], [1000])
  see(sightings, 0, 0, 4, 1001)
  see(sightings, 0, 0, 3, 1002)
  expect(sightings.refreshMs()).toEqual([undefined])
})

test('values beyond the last round are no round', () => {
  const sightings = new Sightings(1, [-1], [1000])
  for (const seq of [0, 1, 2]) see(sightings, 0, 0, seq, 1000 + seq)
  expect(sightings.refreshMs()).toEqual([0])
})

test('a round waits for no viewer that was disturbed', () => {
  const sightings = new Sightings(2, [-1], [1000])
  see(sightings, 0, 0, 0, 1010)
  sightings.disturb(1)
  expect(sightings.refreshMs()).toEqual([10])
  sightings.disturb(0)
  expect(sightings.refreshMs()).toEqual([undefined])
})

test('a viewer that is disturbed after it completed a round does not stand in for one that never did', () => {
  const sightings = new Sightings(2, [-1], [1000])
  see(sightings, 0, 0, 0, 1010)
  sightings.disturb(0)
  expect(sightings.refreshMs()).toEqual([undefined])
  see(sightings, 1, 0, 0, 1300)
  expect(sightings.refreshMs()).toEqual([300])
})

test('the time of a viewer that was disturbed later is left out of the round', () => {
  const sightings = new Sightings(2, [-1], [1000])
  see(sightings, 0, 0, 0, 1900)
  see(sightings, 1, 0, 0, 1050)
  sightings.disturb(0)
  expect(sightings.refreshMs()).toEqual([50])
})

test('waiting ends when the last viewer has the last update of every agent', async () => {
  const sightings = new Sightings(2, [-1, -1], [])
  const lastSeqs: [number, number][] = [
    [0, 0],
    [1, 0],
  ]
  let complete = false
  const waiting = sightings.untilComplete(lastSeqs, 60_000).then(() => (complete = true))
  for (const viewer of [0, 1]) see(sightings, viewer, 0, 0, 0)
  see(sightings, 0, 1, 0, 0)
  await new Promise(resolve => setImmediate(resolve))
  expect(complete).toBe(false)
  see(sightings, 1, 1, 0, 0)
  await waiting
  expect(complete).toBe(true)
})

test('waiting ends at once when all is there already', async () => {
  const sightings = new Sightings(1, [7], [])
  await sightings.untilComplete([[0, 7]], 60_000)
  see(sightings, 0, 0, 8, 0)
  see(sightings, 0, 0, 9, 0)
  await sightings.untilComplete([[0, 8]], 60_000)
})

test('waiting ends when the viewer that was behind is disturbed', async () => {
  const sightings = new Sightings(2, [-1], [])
  see(sightings, 0, 0, 0, 0)
  const waiting = sightings.untilComplete([[0, 0]], 60_000)
  sightings.disturb(1)
  await waiting
})

test('waiting ends with the time-out when an update never comes', async () => {
  const sightings = new Sightings(1, [-1], [])
  const beganMs = performance.now()
  await sightings.untilComplete([[0, 3]], 30)
  expect(performance.now() - beganMs).toBeGreaterThan(28)
  expect(sightings.delivery([[0, 3]]).lost).toBe(4)
})
