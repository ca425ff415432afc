import type { CallMark } from './call-mark.ts'
import { ProtocolError } from './protocol.ts'
import type { ProtocolSource, RealtimeProtocol } from './protocol.ts'
import { LOADING, markedProtocol } from './target-functions.ts'

/**
 * Imports a protocol.
 *
 * @param mark where it is noted that its file is loaded, and later which of its functions is called
 * @throws ProtocolError when nothing stands there; and what the module throws
 */
export async function loadProtocol(source: ProtocolSource, mark: CallMark): Promise<RealtimeProtocol> {
  mark.enter(LOADING)
  try {
    return markedProtocol(await importProtocol(source), mark)
  } finally {
    mark.leave()
  }
}

async function importProtocol({ module, path, given }: ProtocolSource): Promise<RealtimeProtocol> {
  let found: unknown = await import(module)
  for (const name of path.split('.')) {
    found = (found as Record<string, unknown> | null | undefined)?.[name]
    if (typeof found === 'function') found = (found as (given: unknown) => unknown)(given)
  }
  if (typeof found === 'object' && found !== null) return found
  throw new ProtocolError(`${module} exports no protocol as ${path}.`)
}
