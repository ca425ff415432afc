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
 * @returns ends it
 */
export function startCheckpoints(folder: string, everyMs: number, tell: (line: string) => void): () => void {
  const timer = setTimeout(
    () => {
      const file = fileURLToPath(moduleBeside('./checkpoint.main', import.meta.url))
      const child = fork(file, [folder, String(everyMs)], { stdio: 'ignore', execArgv: [] })
      child.once('error', ({ message }) => tell(`There are no checkpoints: ${message}\n`))
      child.on('message', (told: CheckpointTold) =>
        tell('file' in told ? `Checkpoint  ${told.file}\n` : `${told.fault}\n`),
      )
      child.unref()
      child.channel?.unref()
    },
    Math.min(everyMs, LONGEST_TIMER_MS),
  )
  timer.unref()
  return () => clearTimeout(timer)
}
