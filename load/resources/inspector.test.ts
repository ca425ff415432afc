import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { expect, test } from '@playwright/test'
import type { WebSocket } from 'ws'
import { WebSocketServer } from 'ws'
import { systemClock } from '../clock.ts'
import { listening } from '../testing/listening.ts'
import { Inspector } from './inspector.ts'
import { InspectorSource, LOOK_MS } from './inspector-source.ts'
import { KeptHeap } from './kept-heap.ts'
import { openInspector } from './open-inspector.ts'
import { startSubject } from './testing/subject.ts'

test('a blocked event loop, pauses and their kinds are those that the process knows of itself', async () => {
  await using subject = await startSubject()
  const source = await InspectorSource.open(await openInspector(subject.pid))
  try {
    await source.read()
    // Of several, as a busy machine may hold the process up just before.
    const excessMs: number[] = []
    for (let n = 0; n < 5; n++) {
      const [blockedMs = 0, turnedMs = 0] = await subject.follow('block', 300)
      const { loopDelay = 0 } = await source.read()
      expect(loopDelay).toBeGreaterThan(blockedMs - 2 * LOOK_MS)
      excessMs.push(loopDelay - turnedMs)
    }
    expect(Math.min(...excessMs)).toBeLessThan(0)

    await subject.follow('churn', 0)
    await source.read()
    const own = await subject.follow('churn', 5e6)
    const { pauses = [], heap = 0 } = await source.read()
    const sum = (all: readonly number[]): number => all.reduce((total, ms) => total + ms, 0)
    expect(own.length).toBeGreaterThan(0)
    expect(sum(pauses.map(({ lastedMs }) => lastedMs))).toBeCloseTo(sum(own), 3)
    expect(new Set(pauses.map(({ kind }) => kind))).toContain('minor')
    expect(heap).toBeGreaterThan(1e6)
  } finally {
    await source.close()
  }
})

test('a delay is told once, and one while it is read is not lost', async () => {
  await using subject = await startSubject()
  const source = await InspectorSource.open(await openInspector(subject.pid))
  await source.read()
  const blocked = subject.follow('block', 400)
  const first = await source.read()
  await blocked
  const second = await source.read()
  const delays = [first, second].map(({ loopDelay = 0 }) => loopDelay)
  expect(Math.max(...delays)).toBeGreaterThan(400 - 2 * LOOK_MS)
  // Asked again and again, a quiet loop has less to tell, unless the machine holds it up.
  await expect.poll(async () => (await source.read()).loopDelay).toBeLessThan(300)
  await source.close()
})

test('two who watch one process have all pauses each, and whoever ends leaves the other what it has', async () => {
  await using subject = await startSubject()
  const [one, other] = [
    await InspectorSource.open(await openInspector(subject.pid)),
    await InspectorSource.open(await openInspector(subject.pid)),
  ]
  await Promise.all([one.read(), other.read()])
  await subject.follow('churn', 5e6)
  const { pauses = [] } = await one.read()
  expect(pauses.length).toBeGreaterThan(0)
  await one.close()
  const told = (await other.read()).pauses ?? []
  expect(told.slice(0, pauses.length).map(({ lastedMs }) => lastedMs)).toEqual(
    pauses.map(({ lastedMs }) => lastedMs),
  )
  await other.close()
})

test('a process forgets a watch of which nobody asks any more', async () => {
  await using subject = await startSubject()
  const watch = await openInspector(subject.pid)
  const kept = (): Promise<number> =>
    watch.evaluate<number>(
      'Object.getOwnPropertySymbols(globalThis).filter(one => String(one).includes("fleetmark")).length',
    )
  const source = await InspectorSource.open(await openInspector(subject.pid), systemClock, 300)
  expect(await kept()).toBe(1)
  await expect.poll(kept).toBe(0)
  await source.close()
  await watch.close()
})

test('what is kept shows once all garbage is collected', async () => {
  await using subject = await startSubject()
  await using heap = new KeptHeap(() => openInspector(subject.pid))
  const before = await heap.read()
  await subject.follow('keep', 16e6)
  const after = await heap.read()
  expect(after.bytes - before.bytes).toBeGreaterThan(15.9e6)
  expect(after.bytes - before.bytes).toBeLessThan(16.6e6)
  expect(after.restarts).toBe(0)
})

test('a heap is read on where its runtime was started anew, which is counted; one that only cut the connection was not', async () => {
  await using first = await startSubject()
  await using second = await startSubject()
  let pid = first.pid
  let opened: Inspector | undefined
  await using heap = new KeptHeap(async () => (opened = await openInspector(pid)))
  expect((await heap.read()).restarts).toBe(0)
  await opened?.close()
  await expect(heap.read()).rejects.toThrow('has closed the connection')
  expect((await heap.read()).restarts).toBe(0)
  pid = second.pid
  await first[Symbol.asyncDispose]()
  await expect(heap.read()).rejects.toThrow('has closed the connection')
  expect(await heap.read()).toEqual({ bytes: expect.any(Number), restarts: 1 })
})

test('a process of another user is told as such, and nothing is sent to it', async () => {
  const kill: unknown = Reflect.get(process, 'kill')
  const sent: unknown[] = []
  process.kill = (_pid, signal) => {
    sent.push(signal)
    throw Object.assign(new Error('kill EPERM'), { code: 'EPERM' })
  }
  try {
    await expect(openInspector(process.pid)).rejects.toThrow(
      `Process ${process.pid} belongs to another user: its inspector can't be opened. Run the suite as that user, or start it with --inspect and give its address.`,
    )
  } finally {
    Reflect.set(process, 'kill', kill)
  }
  expect(sent).toEqual([0])
})

test('an inspector that is open already is taken as it is', async () => {
  await using subject = await startSubject()
  const first = await openInspector(subject.pid)
  const second = await openInspector(subject.pid)
  expect(await Promise.all([first, second].map(one => one.evaluate('process.pid')))).toEqual([
    subject.pid,
    subject.pid,
  ])
  await Promise.all([first.close(), second.close()])
})

test('a port that is in use, a process that is none of Node and one that is gone are told', async () => {
  await listening(createServer(), async origin => {
    await using subject = await startSubject(Number(new URL(origin).port))
    await expect(openInspector(subject.pid, 500)).rejects.toThrow(
      `Process ${subject.pid} did not open its inspector within 500 ms: the port is in use`,
    )
  })
  const gone = await startSubject()
  await gone[Symbol.asyncDispose]()
  await expect(openInspector(gone.pid)).rejects.toThrow(`Process ${gone.pid} is gone`)
})

test('a program that SIGUSR1 would end is left alone', async () => {
  test.skip(process.platform !== 'linux', 'Only Linux tells which program a process runs.')
  const child = spawn('sleep', ['60'])
  await once(child, 'spawn')
  await expect
    .poll(() => openInspector(child.pid ?? 0).catch((error: Error) => error.message))
    .toContain('is "sleep", which has no inspector')
  expect(child.exitCode ?? child.signalCode).toBeNull()
  child.kill()
})

/** An inspector that does as it is told. */
const withServer = async (
  answer: (socket: WebSocket, id: number) => void,
  use: (address: string) => Promise<void>,
): Promise<void> => {
  const server = createServer()
  const sockets = new WebSocketServer({ server })
  sockets.on('connection', socket =>
    socket.on('message', data =>
      answer(socket, (JSON.parse((data as Buffer).toString()) as { id: number }).id),
    ),
  )
  await listening(server, async origin => {
    await use(origin.replace('http', 'ws'))
    for (const socket of sockets.clients) socket.terminate()
  })
}

const FAULTY: [what: string, answer: (socket: WebSocket, id: number) => void, message: RegExp][] = [
  ['silent', () => {}, /did not answer Runtime\.evaluate within 300 ms\. Let its process go on/],
  ['closed', socket => socket.close(), /has closed the connection: its process has ended/],
  [
    'of a browser',
    (socket, id) => {
      const exception = { description: 'ReferenceError: process is not defined\n at x' }
      const result = { result: {}, exceptionDetails: { text: 'Uncaught', exception } }
      socket.send(JSON.stringify({ id, result }))
    },
    /can't be asked: ReferenceError: process is not defined\. It has to be Node\.js\./,
  ],
  [
    'strange',
    (socket, id) =>
      socket.send(JSON.stringify({ id, error: { message: "'Runtime.evaluate' wasn't found" } })),
    /refused: 'Runtime\.evaluate' wasn't found\./,
  ],
  // Sockets of the target itself, whose address was given.
  ...(['42["tick",1]', 'null', '[{"at":1}]', '{"id":1,"value":7}'] as const).map(
    text =>
      [
        `a server of another kind, that sends ${text}`,
        (socket: WebSocket) => socket.send(text),
        /sends what no inspector does: .* Give the address that node --inspect prints\./,
      ] as [string, (socket: WebSocket, id: number) => void, RegExp],
  ),
]

for (const [what, answer, message] of FAULTY) {
  test(`an inspector that is ${what} is told in a sentence`, async () => {
    await withServer(answer, async address => {
      const inspector = await Inspector.connect(address, 300)
      await expect(InspectorSource.open(inspector)).rejects.toThrow(message)
      await inspector.close()
    })
  })
}

test('where there is no inspector, or another server, that is told', async () => {
  const origin = await listening(createServer(), async at => at)
  await expect(Inspector.connect(origin)).rejects.toMatchObject({
    code: 'ERR_RESOURCES_SILENT',
    message: expect.stringMatching(
      /^No inspector can be reached at .* Start the target with node --inspect,/,
    ),
  })
  const other = createServer((_, response) => void response.end('[]'))
  await listening(other, async at => {
    await expect(Inspector.connect(at)).rejects.toThrow('It lists no target')
    await expect(Inspector.connect(at.replace('http', 'ws'), 1000)).rejects.toThrow(
      'No inspector can be reached',
    )
  })
})
