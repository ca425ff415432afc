import { expose } from './thread.ts'

/** What the test thread offers. */
export type EchoApi = {
  nowMs(argument: undefined): number
  epochOffsetMs(argument: undefined): number
  echo(value: unknown): unknown
  hang(argument: undefined): Promise<never>
  fail(message: string): never
  exit(code: number): Promise<never>
  crash(message: string): Promise<never>
}

/** A thread for tests: it says the time, gives back what it gets, never answers, throws, or ends. */
expose(clock => ({
  nowMs: () => clock.nowMs(),
  epochOffsetMs: () => clock.epochOffsetMs,
  echo: (value: unknown) => Promise.resolve(value),
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
