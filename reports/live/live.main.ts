import { constants, setPriority } from 'node:os'
import { LiveRun } from './live-run.ts'
import { LiveServer } from './live-server.ts'
import type { LiveTold } from './start-live.ts'

/**
 * The process that serves the page of a run under way: whatever it costs is off the processes that measure, and comes after them. It ends by itself when
 * the run has. Arguments: the run's folder, and the port. Its parent is told the address, or why there is none.
 */
const [folder = '', port = '0'] = process.argv.slice(2)
const tell = (told: LiveTold): void => void process.send?.(told)
// Ctrl-C reaches the whole group: the run ends, and then this.
process.on('SIGINT', () => {})
try {
  setPriority(constants.priority.PRIORITY_LOW)
  const server = await LiveServer.start(new LiveRun(folder), Number(port))
  tell({ url: server.url })
  await server.ended
} catch (error) {
  tell({ fault: (error as Error).message })
} finally {
  process.exit()
}
