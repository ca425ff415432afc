import type { RealtimeProtocol, ViewerProtocol } from '../protocol.ts'

const agent: RealtimeProtocol['agent'] = {
  path: index => `/agent?id=${index}`,
  frame: ({ agent: index, value }) => JSON.stringify({ agent: index, value }),
}

/** Neither returns nor lets anything else run. */
function forever(): never {
  for (;;);
}

const viewing = (viewer: Partial<ViewerProtocol>): RealtimeProtocol => ({
  agent,
  viewer: { path: '/viewer', read: () => [], ...viewer },
})

/** Protocols of tests whose functions do not return, or end their thread. */
export const endlessRead = viewing({ read: forever })
export const endlessOpening = viewing({ opening: forever })
export const endlessFrame: RealtimeProtocol = { ...viewing({}), agent: { ...agent, frame: forever } }
export const leavingRead = viewing({ read: () => process.exit(3) })
