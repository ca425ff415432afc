import { connect } from 'node:net'
import type { Socket } from 'node:net'
import { percentileOf } from '../../../load/calibration/lateness.ts'
import { answerContest } from './contest.ts'

/**
 * The least that a paced generator of Node can do: at each request's time the same few bytes into a socket that is free, and what comes back first is taken for its
 * answer, unread. It is no client (a refusal, half an answer and a lost connection are all the same to it): it is the floor under the cost of one.
 */
answerContest(async ({ origin, path, seconds, perSecond = 100 }) => {
  const { hostname, port, host } = new URL(origin)
  const head = `GET ${path} HTTP/1.1\r\nhost: ${host}\r\n\r\n`
  const latenciesMs: number[] = []
  const count = seconds * perSecond
  const sockets: Socket[] = []
  await new Promise<void>((resolve, reject) => {
    const idle: ((startMs: number) => void)[] = []
    const open = (): ((startMs: number) => void) => {
      let sentMs = 0
      const socket = connect({ host: hostname, port: Number(port), noDelay: true })
      const send = (startMs: number): void => {
        sentMs = startMs
        socket.write(head, 'latin1')
      }
      socket.once('error', reject).on('data', () => {
        latenciesMs.push(performance.now() - sentMs)
        idle.push(send)
        if (latenciesMs.length === count) resolve()
      })
      sockets.push(socket)
      return send
    }
    const startMs = performance.now()
    let sent = 0
    const step = (): void => {
      for (; sent < count && startMs + (sent * 1000) / perSecond < performance.now() + 1; sent++) {
        const send = idle.pop() ?? open()
        send(performance.now())
      }
      if (sent < count) setTimeout(step, Math.max(0, startMs + (sent * 1000) / perSecond - performance.now()))
    }
    step()
  })
  for (const socket of sockets) socket.destroy()
  return { latency: { p50: percentileOf(latenciesMs, 50), p99: percentileOf(latenciesMs, 99) } }
})
