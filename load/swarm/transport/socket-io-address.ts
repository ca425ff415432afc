/** How a Socket.IO connection differs from `io(path)`. */
export interface SocketIoOptions {
  /**
   * The namespace, such as `/agents`. With it, `path` is where Engine.IO is mounted, as in Socket.IO's own options; without it `path` is the namespace,
   * as in `io('/agents')`, and Engine.IO is at `/socket.io`. A path that ends in `/socket.io` is Engine.IO's in any case.
   */
  namespace?: string
  /** What the handshake's `auth` holds. */
  auth?: Record<string, unknown>
  /** What it travels by. Default: a WebSocket from the start. A browser's default is `['polling', 'websocket']`. */
  transports?: readonly ('polling' | 'websocket')[]
}

/** Where a Socket.IO server is. */
export interface SocketIoAddress {
  /** Origin and namespace. */
  address: string
  /** Engine.IO's path. */
  path: string
  /** The path that Engine.IO asks for, below the target's own: what its cookies go by. */
  asked: string
  query: Record<string, string>
}

/** @param path with its query @param origin the target's address; its own path goes before Engine.IO's */
export function socketIoAddress(
  path: string,
  origin: string,
  namespace: string | undefined,
): SocketIoAddress {
  const url = new URL(path, origin)
  const base = new URL(origin).pathname.replace(/\/$/, '')
  const query = Object.fromEntries(url.searchParams)
  const isEngine = namespace !== undefined || /\/socket\.io\/?$/.test(url.pathname)
  const engine = isEngine ? url.pathname : '/socket.io'
  const at = { path: base + engine, asked: engine.replace(/\/?$/, '/'), query }
  return { address: url.origin + (isEngine ? (namespace ?? '/') : url.pathname), ...at }
}
