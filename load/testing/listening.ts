import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Lets a server listen on a free port of loopback while it is used. @param host default `127.0.0.1` @returns what `use` returns */
export async function listening<Result>(
  server: Server,
  use: (origin: string) => Promise<Result>,
  host = '127.0.0.1',
): Promise<Result> {
  server.listen(0, host)
  await once(server, 'listening')
  try {
    const name = host.includes(':') ? `[${host}]` : host
    return await use(`http://${name}:${(server.address() as AddressInfo).port}`)
  } finally {
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  }
}
