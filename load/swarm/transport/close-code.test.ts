import { expect, test } from '@playwright/test'
import { closeMeaning } from './close-code.ts'

test('a close is told by its code, what that means, and what the peer said', () => {
  expect(closeMeaning(1013, 'viewer too slow')).toBe('closed 1013 (try again later): viewer too slow')
  expect(closeMeaning(1000)).toBe('closed 1000 (normal closure)')
  expect(closeMeaning(1006, '')).toBe('closed 1006 (connection lost without a close frame)')
})

test('every code from 1000 to 1015 has a meaning of its own', () => {
  const meanings = Array.from({ length: 16 }, (_, i) => closeMeaning(1000 + i).replace(/^closed \d+ /, ''))
  expect(new Set(meanings).size).toBe(16)
  expect(meanings).not.toContain('(undefined code)')
})

test('codes above are told by whose they are', () => {
  expect(closeMeaning(3000)).toBe('closed 3000 (unauthorized)')
  expect(closeMeaning(3001)).toBe("closed 3001 (a library's or framework's code)")
  expect(closeMeaning(3999)).toBe("closed 3999 (a library's or framework's code)")
  expect(closeMeaning(4000, 'slow')).toBe("closed 4000 (the target's own code): slow")
  expect(closeMeaning(4999)).toBe("closed 4999 (the target's own code)")
  for (const code of [0, 999, 1016, 2999, 5000]) {
    expect(closeMeaning(code)).toBe(`closed ${code} (undefined code)`)
  }
})
