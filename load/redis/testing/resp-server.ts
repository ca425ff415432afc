import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'

/** What a command is answered with, as it goes over the wire: `+PONG\r\n`; nothing: it is never answered. */
export type Answer = (command: readonly string[]) => string | undefined

/** A server that speaks the protocol of Redis and answers as a test says. */
export interface RespServer extends AsyncDisposable {
  port: number
  /** All commands, in the order in which they came. */
  commands: readonly (readonly string[])[]
}

/** @param answer default: `+OK` to all, and PONG to PING */
export async function respServer(
  answer: Answer = ([name]) => (name === 'PING' ? '+PONG\r\n' : '+OK\r\n'),
): Promise<RespServer> {
  const commands: string[][] = []
  const server = createServer(socket => {
    let text = ''
    socket.setNoDelay(true).on('error', () => {})
    socket.on('data', bytes => {
      text += bytes.toString('latin1')
      for (let read = commandIn(text); read; read = commandIn(text)) {
        text = text.slice(read.length)
        commands.push(read.command)
        const reply = answer(read.command)
        if (reply !== undefined) socket.write(reply)
      }
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    commands,
    async [Symbol.asyncDispose]() {
      server.close()
      await once(server, 'close')
    },
  }
}

/** @returns the first command of a text, an array of strings of one byte a letter, if it is whole */
function commandIn(text: string): { command: string[]; length: number } | undefined {
  const head = /^\*(\d+)\r\n/.exec(text)
  if (!head) return undefined
  const command: string[] = []
  let length = head[0].length
  for (let left = Number(head[1]); left > 0; left--) {
    const size = /^\$(\d+)\r\n/.exec(text.slice(length))
    if (!size) return undefined
    const start = length + size[0].length
    length = start + Number(size[1]) + 2
    if (text.length < length) return undefined
    command.push(text.slice(start, length - 2))
  }
  return { command, length }
}
