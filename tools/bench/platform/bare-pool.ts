import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** What a bare host is asked: to have agents, or without `text` missing, to answer for the first of them. */
export interface BareRequest {
  n: number
  ids: readonly string[]
  text?: string
}

/** What it answers, under the number of the request. */
export interface BareAnswer {
  n: number
  ids?: readonly string[]
  answer?: unknown
}

/** As many child processes as there are hosts, and nothing but their channels: what agents cost at the least. */
export class BarePool {
  readonly #children: readonly ChildProcess[]
  readonly #waiting = new Map<number, (answer: BareAnswer) => void>()
  readonly #homes = new Map<string, number>()
  #asked = 0
  #born = 0

  /** Starts them. */
  constructor(hosts: number) {
    const main = fileURLToPath(new URL('bare-host.main.ts', import.meta.url))
    this.#children = Array.from({ length: hosts }, () =>
      fork(main, [], { execArgv: [] }).on('message', message => this.#heard(message as BareAnswer)),
    )
  }

  /** Has agents brought up, spread over the hosts. Resolves with their ids when all are there. */
  async spawn(count: number): Promise<string[]> {
    const ids = Array.from({ length: count }, () => `bare-${++this.#born}`)
    const byHost = Map.groupBy(ids, id => this.#home(id))
    await Promise.all([...byHost].map(([host, own]) => this.#ask(host, { ids: own })))
    return ids
  }

  /** Has an agent answer. */
  async tell(id: string, text: string): Promise<unknown> {
    return (await this.#ask(this.#home(id), { ids: [id], text })).answer
  }

  /** Ends them. */
  async stop(): Promise<void> {
    await Promise.all(
      this.#children.map(async child => {
        child.disconnect()
        await once(child, 'exit')
      }),
    )
  }

  #home(id: string): number {
    const home = this.#homes.get(id) ?? this.#homes.size % this.#children.length
    this.#homes.set(id, home)
    return home
  }

  #ask(host: number, request: Omit<BareRequest, 'n'>): Promise<BareAnswer> {
    const n = ++this.#asked
    return new Promise(resolve => {
      this.#waiting.set(n, resolve)
      this.#children[host]?.send({ n, ...request })
    })
  }

  #heard(answer: BareAnswer): void {
    this.#waiting.get(answer.n)?.(answer)
    this.#waiting.delete(answer.n)
  }
}
