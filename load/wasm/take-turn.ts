import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { moduleBeside } from '../module-beside.ts'
import type { Told, Turn } from './turn.ts'

/** A pair can't be measured. The message says why, and what to do. */
export class PairFault extends Error {
  override readonly name = 'PairFault'
  readonly code = 'ERR_WASM_PAIR'
}

/** A fresh process may take so long, ms: its module may have to be fetched first. */
const ENDS_WITHIN_MS = 180_000

/**
 * Has a process of its own take a turn.
 *
 * @param whose the path of the module, as it was given
 * @param withinMs how long that may take. Default 180 000.
 * @throws PairFault when it does not
 */
export async function takeTurn<T extends Turn>(
  turn: T,
  whose: string,
  withinMs = ENDS_WITHIN_MS,
): Promise<Extract<Told, { kind: T['kind'] }>> {
  const main = fileURLToPath(moduleBeside('./turn.main', import.meta.url))
  const execArgv = ['--no-warnings', '--expose-gc']
  const child = fork(main, [], { execArgv, stdio: ['ignore', 'ignore', 'ignore', 'ipc'] })
  let timer: NodeJS.Timeout | undefined
  try {
    const told = await new Promise<Told>(resolve => {
      const late = { kind: 'failed', message: `it took longer than ${withinMs / 1000} s` } as const
      timer = setTimeout(resolve, withinMs, late)
      child.once('message', message => resolve(message as Told))
      child.once('exit', (code, signal) =>
        resolve({ kind: 'failed', message: `its process ended (${signal ?? `code ${code}`})` }),
      )
      child.send(turn)
    })
    if (told.kind === turn.kind) return told as Extract<Told, { kind: T['kind'] }>
    const why = told.kind === 'failed' ? told.message.replace(/\.$/, '') : 'it told something else'
    throw new PairFault(`"${whose}" can't be measured: ${why}. Correct the module, or leave "wasm" out.`)
  } finally {
    clearTimeout(timer)
    child.kill('SIGKILL')
  }
}
