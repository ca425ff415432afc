import { threadId } from 'node:worker_threads'
import { Recording } from '../measure/recording.ts'
import { expose } from '../thread.ts'

/** What the test thread offers. */
export type EchoApi = {
  nowMs(argument: undefined): number
  epochOffsetMs(argument: undefined): number
  echo(value: unknown): unknown
  threadId(argument: undefined): number
  leave(argument: undefined): void
  hang(argument: undefined): Promise<never>
  fail(message: string): never
  exit(code: number): Promise<never>
  crash(message: string): Promise<never>
  /** Throws an error of a class, a code and a cause of its own. */
  refuse(argument: undefined): never
  /** Counts so many good events, second by second from 0, and hands each on. */
  record(events: number): void
}

class RefusedError extends Error {
  readonly code = 'ERR_REFUSED'
  override readonly name = 'RefusedError'
}

/** A thread for tests: it says the time, gives back what it gets, tells its number, ends after its answer, never answers, throws, or ends. */
expose((clock, sink) => ({
  nowMs: () => clock.nowMs(),
  epochOffsetMs: () => clock.epochOffsetMs,
  echo: (value: unknown) => Promise.resolve(value),
  threadId: () => threadId,
  leave: () => void setImmediate(() => process.exit(0)),
  hang: () => new Promise<never>(() => {}),
  fail: (message: string) => {
    throw new RangeError(message)
  },
  exit: (code: number) => {
    process.exit(code)
  },
  crash: (message: string) => {
    setImmediate(() => {
      throw new Error(message)
    })
    return new Promise<never>(() => {})
  },
  refuse: () => {
    throw new RefusedError('no room', { cause: new TypeError('too many', { cause: 'sockets' }) })
  },
  record: (events: number) => {
    const recording = new Recording(sink)
    const tally = recording.tally({ metric: 'echo', unit: 'count', labels: {} })
    for (let event = 0; event < events; event++) {
      tally.good(event * 1000)
      recording.handOn()
    }
    recording.stop()
  },
}))
