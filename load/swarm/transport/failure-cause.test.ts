import { once } from 'node:events'
import { createServer as createPlainServer } from 'node:http'
import { createServer } from 'node:https'
import { connect } from 'node:tls'
import { expect, test } from '@playwright/test'
import { failureCause, statusCause } from './failure-cause.ts'
import { listening } from '../../testing/listening.ts'
import { transportOf } from './open-transport.ts'
import { TEST_CERTIFICATES, TEST_KEY } from '../../testing/certificates.ts'

const VIEWER_TRANSPORTS = ['websocket', 'socket.io', 'sse', 'polling'] as const
const EVENTS = { onFrame() {}, onSign() {}, onClosed() {} }

/** Fails as a system call does: with a code, and the address in the message. */
const systemError = (code: string): Error =>
  Object.assign(new Error(`connect ${code} 10.0.0.7:41234`), { code, syscall: 'connect' })

test('an error is told by its code and what that means, without the address', () => {
  for (const [code, cause] of [
    ['ECONNREFUSED', 'ECONNREFUSED (nothing listens there)'],
    ['ENOTFOUND', 'ENOTFOUND (no such host: check the address)'],
    ['EAI_AGAIN', 'EAI_AGAIN (the name service does not answer)'],
    ['ECONNRESET', 'ECONNRESET (the connection was cut)'],
    ['ETIMEDOUT', 'ETIMEDOUT (no answer from the host)'],
    ['EMFILE', 'EMFILE (too many open files: raise `ulimit -n`)'],
    ['ESTRANGE', 'ESTRANGE'],
  ] as const) {
    expect(failureCause(systemError(code))).toBe(cause)
  }
  expect(failureCause(systemError('EADDRNOTAVAIL'))).toMatch(/^EADDRNOTAVAIL \(no local port is free: /)
})

test('an error of many addresses is told by their code', () => {
  const errors = [systemError('ECONNREFUSED'), systemError('ECONNREFUSED')]
  const both = Object.assign(new AggregateError(errors), { code: 'ECONNREFUSED' })
  expect(failureCause(both)).toBe('ECONNREFUSED (nothing listens there)')
})

test('an error of an unknown code that is no system call has its message beside it; without a code that is all', () => {
  const strange = Object.assign(new Error('Max payload size exceeded'), { code: 'WS_ERR_TOO_LONG' })
  expect(failureCause(strange)).toBe('WS_ERR_TOO_LONG (Max payload size exceeded)')
  const alert = new Error('00B47E22:error:0A000410:SSL routines:ssl3_read_bytes:handshake failure')
  Object.assign(alert, { code: 'ERR_SSL_ALERT', reason: 'handshake failure' })
  expect(failureCause(alert)).toBe('ERR_SSL_ALERT (handshake failure)')
  expect(failureCause(new Error('namespace closed'))).toBe('namespace closed')
  expect(failureCause('gone')).toBe('gone')
})

test('a status is its own cause, and the one that only proxies give says so', () => {
  expect(statusCause(503)).toBe('status 503')
  expect(statusCause(407)).toBe('status 407 (a proxy in between asks for a login)')
})

test('a certificate that is not trusted is told with the remedy', async () => {
  for (const [cert, cause] of [
    [TEST_CERTIFICATES.valid, 'DEPTH_ZERO_SELF_SIGNED_CERT (self-signed certificate: name it by'],
    [
      TEST_CERTIFICATES.orphan,
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE (certificate of an unknown authority: name it by',
    ],
  ]) {
    await listening(createServer({ key: TEST_KEY, cert }), async origin => {
      for (const kind of VIEWER_TRANSPORTS) {
        const options = { origin: origin.replace('http:', 'https:'), headers: {} }
        expect(await transportOf(kind)('/', options, EVENTS), kind).toEqual({
          kind: 'failed',
          cause: `${cause} NODE_EXTRA_CA_CERTS)`,
        })
      }
    })
  }
})

test('a certificate that is out of date or for another host is told', async () => {
  for (const [cert, cause] of [
    [TEST_CERTIFICATES.expired, 'CERT_HAS_EXPIRED (the certificate has expired)'],
    [TEST_CERTIFICATES.elsewhere, 'ERR_TLS_CERT_ALTNAME_INVALID (the certificate is for another host name)'],
  ]) {
    await listening(createServer({ key: TEST_KEY, cert }), async origin => {
      const socket = connect({ host: '127.0.0.1', port: Number(new URL(origin).port), ca: cert })
      const [error] = await once(socket, 'error')
      expect(failureCause(error)).toBe(cause)
    })
  }
})

test('a target without TLS that is asked by https:// is told, without ids of threads', async () => {
  await listening(createPlainServer(), async origin => {
    for (const kind of VIEWER_TRANSPORTS) {
      const options = { origin: origin.replace('http:', 'https:'), headers: {} }
      const opening = await transportOf(kind)('/', options, EVENTS)
      expect(opening.kind === 'failed' && opening.cause, kind).toMatch(
        /^(EPROTO|ERR_SSL_\w+) \([^()]+: is it http:\/\/\?\)$/,
      )
    }
  })
})
