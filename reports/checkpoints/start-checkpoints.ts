import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { LONGEST_TIMER_MS } from '../../load/long-timer.ts'
import { moduleBeside } from '../../load/module-beside.ts'

/** What the process that writes checkpoints says: where one is, or in a sentence why it could not be written. */
export type CheckpointTold = { file: string } | { fault: string }

/**
 * Leaves a report of a run under way every so often, each kept in a folder of its own, `checkpoints/001`. A process of its own reads the run's record and
 * writes it; it is not there before the first is due.
 *
 * @param folder of the run, which has begun to write its parts
 * @param tell gets a line for each
 * @param writer the module that runs as that process. Where it ends before the run, it begins anew when the next is due.
 * @returns ends it
 */
export function startCheckpoints(
  folder: string,
  everyMs: number,
  tell: (line: string) => void,
  writer: URL = moduleBeside('./checkpoint.main', import.meta.url),
): () => void {
  let isOver = false
  let timer: NodeJS.Timeout | undefined
  const begin = (): void => {
    const child = fork(fileURLToPath(writer), [folder, String(everyMs)], { stdio: 'ignore', execArgv: [] })
    child.once('error', ({ message }) => tell(`There are no checkpoints: ${message}\n`))
    child.on('message', (told: CheckpointTold) =>
      tell('file' in told ? `Checkpoint  ${told.file}\n` : `${told.fault}\n`),
    )
    child.once('exit', (code, signal) => {
      // It ends by itself where the run is over.
      if (isOver || code === 0) return
      tell(
        `What writes checkpoints ended (${signal ?? `exit code ${code}`}): the next is written when it is due.\n`,
      )
      wait()
    })
    child.unref()
    child.channel?.unref()
  }
  const wait = (): void => {
    timer = setTimeout(begin, Math.min(everyMs, LONGEST_TIMER_MS)).unref()
  }
  wait()
  return () => {
    isOver = true
    clearTimeout(timer)
  }
}
