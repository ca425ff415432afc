import { expect, test } from '@playwright/test'
import { hashOf, placeOf } from './place.ts'

test('choices are kept behind the place they were made at, and read again', () => {
  const hash = hashOf('slos', { verdict: 'FAIL', q: 'GET /a?b&c', category: '' })
  expect(hash).toBe('#slos?verdict=FAIL&q=GET+%2Fa%3Fb%26c')
  const { id, choices } = placeOf(hash)
  expect(id).toBe('slos')
  expect(Object.fromEntries(choices)).toEqual({ verdict: 'FAIL', q: 'GET /a?b&c' })
})

test('a place without choices is a plain anchor, and what is no address leads nowhere', () => {
  expect(hashOf('slos', { q: '' })).toBe('#slos')
  expect(placeOf('#slo-a%20b').id).toBe('slo-a b')
  expect(placeOf('#%E0%A4%A')).toEqual({ id: '', choices: new URLSearchParams() })
  expect(placeOf('').id).toBe('')
})
