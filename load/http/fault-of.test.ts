import { expect, test } from '@playwright/test'
import { faultOf } from './fault-of.ts'
import type { Answered } from './wire/answered.ts'

const answered = (status: number, body = ''): Answered => ({
  kind: 'answered',
  status,
  headers: {},
  body,
  headMs: 0,
  endMs: 0,
})

test('unless told otherwise 2xx and 304 are good, and a redirect is not: it may lead to a sign-in', () => {
  expect([200, 204, 299, 304].map(status => faultOf(answered(status)))).toEqual(
    Array.from({ length: 4 }, () => undefined),
  )
  expect(faultOf(answered(400, 'no'))).toEqual({ cause: 'status 400', example: 'no' })
  expect(faultOf({ ...answered(302), headers: { location: '/login' } })).toEqual({
    cause: 'status 302',
    example: 'Location: /login',
  })
  expect(faultOf(answered(303), { status: [303] })).toBeUndefined()
})

test('what a good answer is can be told: another status or another body is a failed check', () => {
  const accepted = { status: [202], contains: 'ok' }
  expect(faultOf(answered(202, '{"ok":1}'), accepted)).toBeUndefined()
  expect(faultOf(answered(200, 'ok'), accepted)?.cause).toBe('check: status 200, not 202')
  expect(faultOf(answered(202, '{}'), accepted)).toEqual({ cause: 'check: body lacks "ok"', example: '{}' })
  expect(faultOf(answered(401, 'sign in'), accepted)?.cause).toBe('status 401')
})

test('a status of an error is good where it is expected', () => {
  expect(faultOf(answered(404), { status: [404, 410] })).toBeUndefined()
  expect(faultOf(answered(200), { status: [404, 410] })?.cause).toBe('check: status 200, not 404 or 410')
})

test('a time-out and a failure are told by their causes', () => {
  expect(faultOf({ kind: 'timed-out' })).toEqual({ cause: 'timeout', example: '' })
  expect(faultOf({ kind: 'failed', cause: 'ECONNRESET', message: 'read ECONNRESET' })).toEqual({
    cause: 'ECONNRESET',
    example: 'read ECONNRESET',
  })
})
