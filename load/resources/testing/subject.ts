import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/**
 * What a subject can be told to do: use `amount` ms of CPU time, hold so many bytes in a buffer or keep them in objects, open so many files, connect so
 * often to itself, begin so many threads, block its event loop for so many ms, make so many objects that nobody keeps.
 */
export interface Order {
  kind: 'burn' | 'hold' | 'keep' | 'open' | 'connect' | 'threads' | 'block' | 'churn'
  amount: number
}

/** A process that uses what it is told to. */
export interface Subject extends AsyncDisposable {
  pid: number
  /** @returns what it knows of it itself: of `block` how long it took, without and with the next turn (ms); of `churn` its pauses (ms) */
  follow(kind: Order['kind'], amount: number): Promise<number[]>
}

/** @param port of its inspector, when that is asked to open. Default any free one. */
export async function startSubject(port = 0): Promise<Subject> {
  const main = fileURLToPath(new URL('subject.main.ts', import.meta.url))
  const child = fork(main, [], {
    execArgv: [`--inspect-port=127.0.0.1:${port}`],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  const gone = once(child, 'exit')
  await once(child, 'message')
  return {
    pid: child.pid ?? 0,
    async follow(kind, amount) {
      const answered = once(child, 'message')
      child.send({ kind, amount })
      return (await answered)[0] as number[]
    },
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL')
      await gone
    },
  }
}
