import { readFile, readlink } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { Inspector } from './inspector.ts'
import { listeningPorts } from './listening-ports.ts'
import { ResourceError } from './resource-error.ts'

/** How long a process may take to open its inspector, ms: it was seen to take 20. */
const OPENS_WITHIN_MS = 20_000

const LOOK_EVERY_MS = 50

/** Node's own, where nothing else is said. */
const DEFAULT_PORT = 9229

/** `1 << (SIGUSR1 - 1)`. */
const SIGUSR1_BIT = 0x200n

/**
 * Has a Node process that runs already open its inspector, on loopback, and connects to it; one that is open is taken as it is. It stays open
 * afterwards. Node does so on SIGUSR1, which ends other programs: to such a process nothing is sent.
 *
 * @throws ResourceError when it is gone, is another user's, is no Node process, or its port is taken
 */
export async function openInspector(pid: number, withinMs = OPENS_WITHIN_MS): Promise<Inspector> {
  await requireNode(pid)
  try {
    // One that is open takes no notice.
    process.kill(pid, 'SIGUSR1')
  } catch (cause) {
    throw cannotOpen(pid, cause as NodeJS.ErrnoException)
  }
  const untilMs = performance.now() + withinMs
  const tried = new Map<number, Promise<Inspector>>()
  while (performance.now() < untilMs) {
    // On systems that don't tell the ports of a process, the one that is Node's own is tried. Another server at a port may never answer.
    for (const port of (await listeningPorts(pid)) ?? [DEFAULT_PORT]) {
      if (tried.has(port)) continue
      const attempt = connectTo(pid, port, withinMs)
      tried.set(port, attempt)
      attempt.catch(() => tried.delete(port))
    }
    const connected = Promise.any(tried.values()).catch(() => delay(LOOK_EVERY_MS))
    const inspector = await Promise.race([connected, delay(LOOK_EVERY_MS)])
    if (inspector) return inspector
  }
  throw new ResourceError(
    'ERR_RESOURCES_SILENT',
    `Process ${pid} did not open its inspector within ${withinMs} ms: the port is in use, or inspectors are switched off. Start it with --inspect-port=127.0.0.1:0, which takes a free one.`,
  )
}

async function connectTo(pid: number, port: number, withinMs: number): Promise<Inspector> {
  const inspector = await Inspector.connect(`http://127.0.0.1:${port}`, withinMs)
  const own = await inspector.evaluate<number>('process.pid').catch(() => undefined)
  if (own === pid) return inspector
  await inspector.close()
  throw new Error(`Port ${port} is that of process ${own}.`)
}

async function requireNode(pid: number): Promise<void> {
  try {
    process.kill(pid, 0)
  } catch (cause) {
    throw cannotOpen(pid, cause as NodeJS.ErrnoException)
  }
  if (process.platform !== 'linux') return
  const program = path.basename(await readlink(`/proc/${pid}/exe`).catch(() => 'node'))
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  const caught = BigInt(`0x${/^SigCgt:\s*([\da-f]+)/m.exec(status)?.[1] ?? '0'}`)
  if (program.startsWith('node') && (caught & SIGUSR1_BIT) !== 0n) return
  throw new ResourceError(
    'ERR_RESOURCES_CONTENT',
    `Process ${pid} is "${program}", which has no inspector that can be opened. Leave "resources.inspector" out, or give the process id of Node.js itself.`,
  )
}

function cannotOpen(pid: number, cause: NodeJS.ErrnoException): ResourceError {
  const why =
    cause.code === 'EPERM'
      ? `belongs to another user: its inspector can't be opened. Run the suite as that user, or start it with --inspect and give its address`
      : `is gone: its inspector can't be opened. Start it anew`
  return new ResourceError('ERR_RESOURCES_CONTENT', `Process ${pid} ${why}.`, { cause })
}
