import type { AgentProtocol, AgentUpdate } from '../protocol.ts'
import { TargetFunctionError } from '../target-function-error.ts'
import { MOST_FRAME_BYTES } from '../transport/transport.ts'
import { quoted } from './quoted.ts'

/**
 * @returns the path that an agent connects to
 * @throws TargetFunctionError when the target's function fails or gives none: what can't be asked for is no failure of the target
 */
export function pathOfAgent(protocol: AgentProtocol, agent: number): string {
  const path: unknown = told('path', agent, () => protocol.path(agent))
  if (typeof path === 'string' && /^\/(?!\/)/.test(path)) return path
  throw new TargetFunctionError(
    `realtime.agent.path gave ${quoted(path)} for agent ${agent}: give a text that begins with a single "/".`,
  )
}

/** @returns an update as it is sent @throws TargetFunctionError when the target's function fails or gives neither text nor bytes */
export function frameOfAgent(protocol: AgentProtocol, update: AgentUpdate): string | Uint8Array {
  const frame: unknown = told('frame', update.agent, () => protocol.frame(update))
  if (typeof frame === 'string' || frame instanceof Uint8Array) return withinBounds(frame, update.agent)
  throw new TargetFunctionError(
    `realtime.agent.frame gave ${quoted(frame)} for agent ${update.agent}: give text or bytes, such as JSON.stringify({ agent, value }).`,
  )
}

/** What nobody would take as a frame of theirs is none that agents send. */
function withinBounds(frame: string | Uint8Array, agent: number): string | Uint8Array {
  if (frame.length <= MOST_FRAME_BYTES) return frame
  throw new TargetFunctionError(
    `realtime.agent.frame gave ${frame.length} characters for agent ${agent}: give at most ${MOST_FRAME_BYTES / 2 ** 20} MiB.`,
  )
}

function told(name: 'path' | 'frame', agent: number, call: () => unknown): unknown {
  try {
    return call()
  } catch (error) {
    const cause = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
    throw new TargetFunctionError(`realtime.agent.${name} failed for agent ${agent}: ${cause}`)
  }
}
