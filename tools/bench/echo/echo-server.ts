import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { WebSocketServer } from 'ws'

/** A process that sends every WebSocket message back to its sender; it tells its address by IPC. */
const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false })
server.on('connection', socket => {
  socket.on('message', (data, isBinary) => socket.send(data as Buffer, { binary: isBinary }))
})
await once(server, 'listening')
process.once('disconnect', () => process.exit(0))
process.send?.(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
