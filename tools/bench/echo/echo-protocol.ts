import type { RealtimeProtocol } from '../../../load/swarm/protocol.ts'

const SEQ = '"seq":'

/** Agents whose every update is echoed to them: what comes back is their own frame, of which only the number is looked at. */
const realtime: RealtimeProtocol = {
  agent: {
    path: agent => `/?agent=${agent}`,
    frame: ({ agent, seq, sentAtMs, value }) =>
      `{"type":"metric","agent":${agent},"seq":${seq},"sentAt":${sentAtMs},"cpu":41.5,"memoryMb":512,"latencyMs":84,"tasks":3,"tokens":${value},"status":"running"}`,
    acknowledges: frame => Number.parseInt(frame.slice(frame.indexOf(SEQ) + SEQ.length), 10),
  },
}

export default { realtime }
