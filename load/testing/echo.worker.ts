import { threadId } from 'node:worker_threads'
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
}

/** A thread for tests: it says the time, gives back what it gets, tells its number, ends after its answer, never answers, throws, or ends. */
expose(clock => ({
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
}))
