import { constants, setPriority } from 'node:os'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { LiveRun } from '../live/live-run.ts'
import type { CheckpointTold } from './start-checkpoints.ts'
import { writeRemedy } from '../files/write-remedy.ts'
import { nextCheckpoint, writeCheckpoint } from './write-checkpoint.ts'

/** The process that writes the checkpoints of a run under way. Arguments: the run's folder, and how often, ms. It ends with its parent. */
const [folder = '', everyMs = '0'] = process.argv.slice(2)
const tell = (told: CheckpointTold): void => void process.send?.(told)
// Ctrl-C reaches the whole group: the run ends, and this with it.
process.on('SIGINT', () => {})
process.on('disconnect', () => process.exit())
setPriority(constants.priority.PRIORITY_LOW)
const run = new LiveRun(folder)
for (let number = nextCheckpoint(folder); ; number++) {
  try {
    await run.catchUp()
    if (run.state() !== 'under-way') process.exit()
    const { file, problems } = writeCheckpoint(run, number)
    tell({ file: path.relative('.', file) })
    for (const fault of problems) tell({ fault })
  } catch (error) {
    tell({
      fault: `Checkpoint ${number} can't be written (${(error as Error).message}): the run goes on, and leaves its report at its end.${writeRemedy(error)}`,
    })
  }
  await delay(Number(everyMs))
}
