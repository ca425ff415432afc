import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import type { Answer, LoadOrder, RunOrder } from './tester.ts'

/** The answer to an order, or what became of the process instead: both end it. */
export type Reply = Answer | { kind: 'crashed'; message: string } | { kind: 'timed-out' }

/** @returns a reply in words, for an error */
export const describeReply = (reply: Reply): string =>
  'message' in reply ? `${reply.kind}: ${reply.message}` : reply.kind

/** A process that runs tests with mutants on or off. It takes an order at a time. */
export class TesterProcess {
  readonly #child: ChildProcess
  readonly #kill = (): void => void this.#child.kill('SIGKILL')
  #said = ''

  constructor() {
    const main = path.join(import.meta.dirname, 'tester.ts')
    // A mutant may fill the memory: the process ends before the machine suffers.
    const execArgv = ['--max-old-space-size=512']
    this.#child = fork(main, {
      execArgv,
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      serialization: 'advanced',
    })
    // A mutant without an end would outlive whoever tries it.
    process.once('exit', this.#kill)
    this.#child.once('exit', () => process.off('exit', this.#kill))
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#said = `${this.#said}${text}`.slice(-2000)
    })
  }

  /** @param timeoutMs how long it may take, after which the process is ended */
  async ask(order: LoadOrder | RunOrder, timeoutMs: number): Promise<Reply> {
    const { promise, resolve } = Promise.withResolvers<Reply>()
    const onMessage = (answer: Answer): void => resolve(answer)
    const onClose = (): void => resolve({ kind: 'crashed', message: this.#said.trim() })
    const timer = setTimeout(() => resolve({ kind: 'timed-out' }), timeoutMs)
    this.#child.once('message', onMessage).once('close', onClose)
    // A process that is gone closes: there is nothing more to do about an order that did not reach it.
    this.#child.send(order, () => undefined)
    const reply = await promise
    clearTimeout(timer)
    this.#child.off('message', onMessage).off('close', onClose)
    if (reply.kind === 'timed-out') await this.stop()
    return reply
  }

  /** Ends the process. */
  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return
    const gone = once(this.#child, 'exit')
    this.#kill()
    await gone
  }
}
