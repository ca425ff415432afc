import { readFileSync } from 'node:fs'
import { expect, test } from '@playwright/test'
import { AT_ONCE, CLOSED_LOOPS, REFRESHES, SHIFTS } from './fixed-load.ts'

/** @returns what a spec sets a constant to */
const set = (spec: string, name: string): unknown =>
  JSON.parse(
    new RegExp(`^const ${name} = (.*)$`, 'm').exec(
      readFileSync(new URL(`../../e2e/${spec}.spec.ts`, import.meta.url), 'utf8'),
    )?.[1] ?? 'null',
  )

test('what is told of a run before it begins is what the specs send', () => {
  expect(set('api/capacity', 'CONNECTIONS')).toEqual(CLOSED_LOOPS.connections)
  expect(set('api/capacity', 'SECONDS')).toBe(CLOSED_LOOPS.seconds)
  expect(set('api/at-once', 'AT_ONCE')).toBe(AT_ONCE)
  expect(set('dashboard/live', 'REFRESHES')).toBe(REFRESHES)
  expect(set('realtime/users', 'SHIFTS')).toBe(SHIFTS)
})
