import { StackSum } from '../../../load/resources/profile/call-tree.ts'
import type { Profile } from '../../profile.ts'

const place = (name: string, file: string, line: number) => ({ name, file, line })

const turn = place('processTicksAndRejections', 'node:internal/process/task_queues', 72)
const serve = place('preHandlerCallback', 'node_modules/fastify/lib/handle-request.js', 149)
const rows = place('listAgents', 'src/api/agents.ts', 41)
const sort = place('sortAgents', 'src/api/agents.ts', 88)
const collector = place('(garbage collector)', '', 0)

/** Profiles of the sample run: 1000 ms, 400 of them in `sortAgents` itself, called by two others. Test data only. */
export function sampleProfiles(): Profile[] {
  const ms = new StackSum()
  ms.add([turn, serve], 150)
  ms.add([turn, serve, rows], 250)
  ms.add([turn, serve, rows, sort], 300)
  ms.add([turn, sort], 100)
  ms.add([turn], 80)
  ms.add([collector], 120)
  const bytes = new StackSum()
  bytes.add([turn, serve, rows], 48_000_000)
  bytes.add([turn, serve], 12_000_000)
  return [
    { unit: 'ms', tree: ms.tree(), file: 'profiles/target.cpuprofile' },
    { unit: 'bytes', tree: bytes.tree(), file: 'profiles/target.heapprofile' },
  ]
}
