import { once } from 'node:events'
import { createServer } from 'node:https'
import { connect, createServer as createTcpServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { expect, test } from '@playwright/test'
import { closedOrigin, startTruthServer } from '../calibration/truth/truth-server.ts'
import { systemClock } from '../clock.ts'
import { readWhole } from '../measure/histogram.ts'
import type { HistogramData, Measurement } from '../measure/measurement.ts'
import { Recording } from '../measure/recording.ts'
import { TEST_CERTIFICATES, TEST_KEY } from '../testing/certificates.ts'
import { Sender } from './sender.ts'
import type { Done, SenderOptions } from './sender.ts'

const window = { startMs: 0, endMs: 1 }
const get = { method: 'GET', headers: {}, body: null, keepsBody: true } as const

/** Sends to some paths, one after the other. */
async function send(
  options: SenderOptions,
  paths: string[],
): Promise<{ done: Done[]; timed: Measurement[] }> {
  const connecting = { recording: new Recording(), metric: 'm', labels: {} }
  const sender = new Sender(options, systemClock, connecting)
  try {
    const done: Done[] = []
    for (const path of paths) {
      done.push(
        await new Promise<Done>(resolve =>
          sender.send(sender.prepare({ ...get, path }), systemClock.nowMs(), resolve),
        ),
      )
    }
    return { done, timed: sender.measurements(window) }
  } finally {
    sender.stop()
  }
}

test('each request carries the run and a number of its own, and a trace where it is asked for', async () => {
  const server = await startTruthServer()
  try {
    const correlation = { run: 'night-7', traceparent: true }
    const { done } = await send({ origin: server.origin, correlation }, ['/a', '/b'])
    await send({ origin: server.origin, correlation: { run: 'night-7' } }, ['/c'])
    const [a, b, c] = server.served.map(({ headers }) => headers)
    expect([a?.['x-perf-run'], c?.['x-perf-run']]).toEqual(['night-7', 'night-7'])
    expect(done.map(({ seq }) => seq)).toEqual([a?.['x-perf-seq'], b?.['x-perf-seq']])
    expect(new Set([a, b, c].map(headers => headers?.['x-perf-seq'])).size).toBe(3)
    const traces = [a, b].map(headers =>
      /^00-([0-9a-f]{32})-([0-9a-f]{16})-01$/.exec(String(headers?.['traceparent'])),
    )
    expect(new Set(traces.map(parts => parts?.[1])).size).toBe(2)
    for (const parts of traces) expect(parts?.slice(1).some(id => /^0+$/.test(id))).toBe(false)
    expect(c?.['traceparent']).toBeUndefined()
  } finally {
    await server.stop()
  }
})

test('without a run no such header is sent', async () => {
  const server = await startTruthServer()
  try {
    await send({ origin: server.origin }, ['/'])
    expect(Object.keys(server.served[0]?.headers ?? {}).filter(name => /perf|trace/.test(name))).toEqual([])
  } finally {
    await server.stop()
  }
})

test('a connection is timed once, however many requests it carries; without TLS there is no time of TLS', async () => {
  const server = await startTruthServer()
  try {
    const { timed } = await send({ origin: server.origin }, ['/', '/', '/'])
    expect(timed.map(({ metric, data }) => [metric, (data as HistogramData).n])).toEqual([['m.connect', 1]])
  } finally {
    await server.stop()
  }
})

test('over TLS both handshakes are timed', async () => {
  const server = createServer({ key: TEST_KEY, cert: TEST_CERTIFICATES.valid }, (_request, response) =>
    response.end('ok'),
  )
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const usual = getCACertificates('default')
  setDefaultCACertificates([...usual, TEST_CERTIFICATES.valid])
  try {
    const origin = `https://127.0.0.1:${(server.address() as AddressInfo).port}`
    const { done, timed } = await send({ origin }, ['/', '/'])
    expect(done.map(({ outcome }) => outcome)).toMatchObject([{ body: 'ok' }, { body: 'ok' }])
    expect(timed.map(({ metric, data }) => [metric, (data as HistogramData).n])).toEqual([
      ['m.connect', 1],
      ['m.tls', 1],
    ])
  } finally {
    setDefaultCACertificates(usual)
    server.closeAllConnections()
    server.close()
  }
})

test('a TLS handshake that is held up by 300 ms takes that long, and the TCP connection before it does not', async () => {
  const server = createServer({ key: TEST_KEY, cert: TEST_CERTIFICATES.valid }, (_request, response) =>
    response.end('ok'),
  )
  server.listen(0, '127.0.0.1')
  // Takes connections at once, and passes on what comes on them only 300 ms after the first of it.
  const slow = createTcpServer(client => {
    const onward = connect((server.address() as AddressInfo).port, '127.0.0.1')
    onward.pipe(client)
    client.once('readable', () => setTimeout(() => client.pipe(onward), 300))
    client.on('close', () => onward.destroy())
  })
  slow.listen(0, '127.0.0.1')
  await Promise.all([once(server, 'listening'), once(slow, 'listening')])
  const usual = getCACertificates('default')
  setDefaultCACertificates([...usual, TEST_CERTIFICATES.valid])
  try {
    const { done, timed } = await send(
      { origin: `https://127.0.0.1:${(slow.address() as AddressInfo).port}` },
      ['/'],
    )
    expect(done[0]?.outcome).toMatchObject({ body: 'ok' })
    const [tcpMs = Number.NaN, tlsMs = Number.NaN] = timed.map(({ data }) =>
      readWhole(data as HistogramData).percentile(100),
    )
    // Timers may be a millisecond early.
    expect(tlsMs).toBeGreaterThanOrEqual(298)
    expect(tcpMs).toBeLessThan(tlsMs)
    const [outcome, startedMs] = [done[0]?.outcome, done[0]?.startedMs ?? Number.NaN]
    if (outcome?.kind !== 'answered') throw new Error('It was not answered.')
    expect(tcpMs + tlsMs).toBeLessThan(outcome.headMs - startedMs)
  } finally {
    setDefaultCACertificates(usual)
    server.closeAllConnections()
    server.close()
    slow.close()
  }
})

test('a connection that is refused has no time', async () => {
  const { done, timed } = await send({ origin: await closedOrigin() }, ['/'])
  expect(done[0]?.outcome).toMatchObject({ kind: 'failed', cause: 'ECONNREFUSED' })
  expect(timed).toEqual([])
})
