import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { stripVTControlCharacters } from 'node:util'
import { systemClock } from '../clock.ts'

/** Where and for how long a command may run. */
export interface CommandOptions {
  folder: string
  env: Readonly<Record<string, string | undefined>>
  /** When it is ended, with all that it has begun, ms. */
  timeoutMs: number
}

/** How a command ended. */
export type CommandEnd =
  | { kind: 'done'; tookMs: number }
  | { kind: 'timeout' }
  | {
      kind: 'failed'
      /** Why, e.g. `code 1`. */ how: string
      /** Empty where it said nothing. */ lastLine: string
      /** The last of what it said, as far as it is kept. */ output: string
    }

/** So much of what a command says last is kept, characters. */
const KEPT = 8000

/** What a command has said last may still be on its way when it has ended, ms: one that it has begun and that can't be ended may hold its output open. */
const SAYS_WITHIN_MS = 1000

/** A line of this length says enough. */
const LONGEST_LINE = 200

/** npm ends with where its log is: what went wrong stands above. */
const NO_NEWS = /complete log of this run|Log files were not written|^\s*[\w-]+ error\s*$/i

/** Runs a command in a shell, and waits for its end. What it has begun and left behind is ended then. */
export async function runCommand(command: string, options: CommandOptions): Promise<CommandEnd> {
  const startMs = systemClock.nowMs()
  // A shell is ended with what it has begun only as a group of its own.
  const isGroup = process.platform !== 'win32'
  const child = spawn(command, {
    shell: true,
    cwd: options.folder,
    env: options.env,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: isGroup,
  })
  const end = (): void => {
    try {
      if (child.pid !== undefined) process.kill(isGroup ? -child.pid : child.pid, 'SIGKILL')
    } catch {
      // It has ended meanwhile.
    }
  }
  process.once('exit', end)
  let isLate = false
  const timer = setTimeout(() => {
    isLate = true
    end()
  }, options.timeoutMs)
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-KEPT)))
  const closed = once(child, 'close').catch(() => {})
  try {
    const how = await new Promise<string>(resolve => {
      child.once('error', error => resolve(error.message))
      child.once('exit', (code, signal) => resolve(signal ?? `code ${code}`))
    })
    const tookMs = systemClock.nowMs() - startMs
    end()
    await Promise.race([closed, delay(SAYS_WITHIN_MS, undefined, { ref: false })])
    if (isLate) return { kind: 'timeout' }
    if (how === 'code 0') return { kind: 'done', tookMs }
    const output = stripVTControlCharacters(said)
    return { kind: 'failed', how, lastLine: lastLineOf(output), output }
  } finally {
    clearTimeout(timer)
    for (const stream of [child.stdout, child.stderr]) stream.destroy()
    process.off('exit', end)
  }
}

function lastLineOf(output: string): string {
  const lines = output.split(/\r?\n/).filter(line => line.trim() !== '')
  const last = lines.findLast(line => !NO_NEWS.test(line)) ?? ''
  return last.trim().slice(0, LONGEST_LINE)
}
