import { Memory } from '../../../fixtures/platform/messages/memory.ts'
import { answer } from '../../../fixtures/platform/messages/pipeline.ts'
import type { BareAnswer, BareRequest } from './bare-pool.ts'

// The least that does the same work as a host of agents: no heartbeat, no mailbox, no turns.
const memory = new Memory()
const agents = new Set<string>()
const reply = (answered: BareAnswer): void => void process.send?.(answered)

process.once('disconnect', () => process.exit(0))
process.on('message', ({ n, ids, text }: BareRequest) => {
  if (text === undefined) {
    for (const id of ids) agents.add(id)
    reply({ n, ids })
    return
  }
  const [agentId = ''] = ids
  reply({ n, ...(agents.has(agentId) && { answer: answer({ agentId, channel: 'web', text }, memory) }) })
})
