/** How a pocket server tells its viewers and its page. */
export type PocketProtocol = 'socket.io' | 'sse' | 'polling'
