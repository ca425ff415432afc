import { once } from 'node:events'
import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { expect, test } from '@playwright/test'
import { sampleReport } from '../viewer/testing/sample-report.ts'
import { gaugesOf } from './figures.ts'
import { pushFigures } from './otlp.ts'

interface Attribute {
  key: string
  value: { stringValue: string }
}

/** What OTLP's JSON has of it (https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding). */
interface Sent {
  resourceMetrics: {
    resource: { attributes: Attribute[] }
    scopeMetrics: {
      scope: { name: string }
      metrics: {
        name: string
        unit: string
        gauge: { dataPoints: { attributes: Attribute[]; asDouble: number; timeUnixNano: string | number }[] }
      }[]
    }[]
  }[]
}

const report = sampleReport()

/** Does something beside a receiver that answers so. */
async function beside<T>(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
  work: (url: string) => Promise<T>,
): Promise<T> {
  const server = createServer(answer).listen(0, '127.0.0.1')
  await once(server, 'listening')
  try {
    return await work(`http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/metrics`)
  } finally {
    server.close()
    server.closeAllConnections()
  }
}

const push = (url: string, withinMs?: number, of = report): Promise<string> =>
  pushFigures(
    of,
    { url, headers: { 'x-key': 'a secret of mine' }, resource: { 'service.name': 'nightly' } },
    withinMs,
  )

const plain = (attributes: readonly Attribute[]): Record<string, string> =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, value.stringValue]))

test('a receiver gets each figure of metrics.om with its labels, run and target', async () => {
  // Not on the second.
  const endedAt = new Date(Date.parse(report.run.endedAt) + 123).toISOString()
  const ended = { ...report, run: { ...report.run, endedAt } }
  let sent: Sent | undefined
  let request: IncomingMessage | undefined
  const keep = async (asked: IncomingMessage, response: ServerResponse): Promise<void> => {
    sent = JSON.parse(await text(asked)) as Sent
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
  }
  const told = await beside(
    (asked, response) => {
      request = asked
      void keep(asked, response)
    },
    // What stands behind the question mark may be a key.
    url => push(`${url}?key=a-secret`, undefined, ended),
  )
  const gauges = gaugesOf(ended)
  const count = gauges.flatMap(({ figures }) => figures).length
  expect(count).toBeGreaterThan(100)
  expect(told).toMatch(
    new RegExp(`^${count} figures were sent to http://127.0.0.1:\\d+/v1/metrics \\(OTLP\\)\\.$`),
  )
  expect(request).toMatchObject({
    method: 'POST',
    url: '/v1/metrics?key=a-secret',
    headers: { 'x-key': 'a secret of mine' },
  })
  const [{ resource, scopeMetrics } = { resource: { attributes: [] }, scopeMetrics: [] }] =
    sent?.resourceMetrics ?? []
  expect(plain(resource.attributes)).toEqual({ 'service.name': 'nightly' })
  const metrics = scopeMetrics.flatMap(one => one.metrics)
  expect(metrics.map(({ name }) => name)).toEqual(gauges.map(({ name }) => name))
  expect(
    metrics.map(({ gauge }) =>
      gauge.dataPoints.map(({ attributes, asDouble }) => ({ labels: plain(attributes), value: asDouble })),
    ),
  ).toEqual(gauges.map(({ figures }) => figures))
  expect(metrics.find(({ name }) => name === 'fleetmark_run_duration_seconds')?.unit).toBe('s')
  const [point] = metrics[0]?.gauge.dataPoints ?? []
  expect(BigInt(point?.timeUnixNano ?? 0)).toBe(BigInt(Date.parse(endedAt)) * 1_000_000n)
})

const faults: [what: string, answer: Parameters<typeof beside>[0], told: RegExp, withinMs?: number][] = [
  [
    'refuses them',
    (_, response) => void response.writeHead(401, 'Unauthorized').end('no'),
    /it answered 401 Unauthorized\./,
  ],
  ['breaks', (_, response) => void response.writeHead(500).end(), /it answered 500/],
  ['has no time', (_, response) => void response.writeHead(503).end(), /retryable|did not answer well/, 500],
  [
    'leads elsewhere',
    (_, response) => void response.writeHead(302, { location: 'http://127.0.0.1:9/' }).end(),
    /it answered 302/,
  ],
  [
    'answers with a page',
    (_, response) => void response.writeHead(200).end('<html>Sign in</html>'),
    /it answered what is no answer of OTLP\./,
  ],
  [
    'takes only some',
    (_, response) => void response.writeHead(200).end('{"partialSuccess":{"rejectedDataPoints":3}}'),
    /it refused some of them\./,
  ],
  [
    'tells its fault at length',
    (_, response) => void response.writeHead(400, 'x'.repeat(5000)).end(),
    /^The figures were not sent to \S+ \(OTLP\): it answered 400 x{100,190}\. The verdict/,
  ],
  ['closes', request => void request.socket.destroy(), /socket hang up|ECONNRESET/, 3000],
  ['says nothing', () => {}, /did not answer well within 0\.5 s|timed out/i, 500],
]
for (const [what, answer, told, withinMs = 20_000] of faults) {
  test(`a receiver that ${what} holds up nobody, and is told in a sentence`, async () => {
    const sentence = await beside(answer, url => push(url, withinMs))
    expect(sentence).toMatch(
      /^The figures were not sent to http:\/\/127\.0\.0\.1:\d+\/v1\/metrics \(OTLP\): /,
    )
    expect(sentence).toMatch(told)
    expect(sentence).toMatch(/\. The verdict and the report are whole without it\.$/)
    expect(sentence).not.toContain('secret')
  })
}

test('a receiver that is not there is told', async () => {
  const url = await beside(
    () => {},
    async place => place,
  )
  expect(await push(url, 500)).toContain('ECONNREFUSED')
})
