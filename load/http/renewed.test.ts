import { expect, test } from '@playwright/test'
import { RenewedCredentials } from './renewed.ts'
import { prepareRequest } from './wire/prepared-request.ts'

const ORIGIN = 'http://127.0.0.1:1'

function prepared(headers: Record<string, string>) {
  const path = '/?sid=1&token=Bearer A'
  return prepareRequest({ method: 'POST', path, headers, body: 'sid=1', keepsBody: false }, ORIGIN)
}

test('a request that was made ready before goes out with what was renewed, and otherwise as it was', () => {
  const renewed = new RenewedCredentials()
  const old = prepared({
    Authorization: 'Bearer A',
    cookie: 'sid=1; theme=dark; sid2=1',
    'x-other': 'Bearer A',
  })
  expect(renewed.of(old)).toBe(old)
  renewed.renew([
    { name: 'authorization', was: 'Bearer A', is: 'Bearer B' },
    { name: 'cookie', was: 'sid=1', is: 'sid=2' },
  ])
  const now = prepared({
    Authorization: 'Bearer B',
    cookie: 'sid=2; theme=dark; sid2=1',
    'x-other': 'Bearer A',
  })
  expect(renewed.of(old)).toEqual(now)
  expect(renewed.of(old)).toBe(renewed.of(old))
  expect(renewed.of(now)).toEqual(now)
})

test('what was renewed twice goes out with the last, also where that was there before', () => {
  const renewed = new RenewedCredentials()
  const made = (token: string) => prepared({ authorization: `Bearer ${token}` })
  const first = made('A')
  for (const [was, is] of [
    ['A', 'B'],
    ['B', 'C'],
  ]) {
    renewed.renew([{ name: 'authorization', was: `Bearer ${was}`, is: `Bearer ${is}` }])
    expect(renewed.of(first)).toEqual(made(is ?? ''))
  }
  renewed.renew([{ name: 'authorization', was: 'Bearer C', is: 'Bearer A' }])
  for (const token of ['A', 'B', 'C']) expect(renewed.of(made(token))).toEqual(made('A'))
})
