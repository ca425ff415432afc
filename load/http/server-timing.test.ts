import { expect, test } from '@playwright/test'
import { serverTimingMs } from './server-timing.ts'

test('the duration of an entry is found among others, whatever else it says', () => {
  const header = { 'server-timing': 'cache;desc="hit, warm", db;dur=53, skill;desc=count;DUR="2.5"' }
  expect(serverTimingMs(header, 'db')).toBe(53)
  expect(serverTimingMs(header, 'skill')).toBe(2.5)
})

test('where there is no such entry, or no duration of it, there is no value', () => {
  expect(serverTimingMs({}, 'db')).toBeUndefined()
  expect(serverTimingMs({ 'server-timing': 'cache, db;dur=slow' }, 'cache')).toBeUndefined()
  expect(serverTimingMs({ 'server-timing': 'cache, db;dur=slow' }, 'db')).toBeUndefined()
  expect(serverTimingMs({ 'server-timing': 'database;dur=1' }, 'db')).toBeUndefined()
})
