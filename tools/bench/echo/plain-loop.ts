import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { WebSocket } from 'ws'
import { nearestRank } from '../../../load/measure/nearest-rank.ts'
import { answerContest, cpuWatch, residentBytes } from './contender.ts'

/** The floor: what anyone would write. A socket and a timer for each agent, JSON both ways, latencies in an array. */
answerContest(async ({ origin, agents, perSecond, seconds }) => {
  const emptyBytes = residentBytes()
  const sockets: WebSocket[] = []
  for (let agent = 0; agent < agents; agent++) {
    const socket = new WebSocket(origin.replace('http', 'ws'), { perMessageDeflate: false })
    await once(socket, 'open')
    sockets.push(socket)
  }
  const connectedBytes = residentBytes() - emptyBytes
  const roundTripsMs: number[] = []
  let sent = 0
  for (const socket of sockets) {
    socket.on('message', data => {
      const { sentAt } = JSON.parse((data as Buffer).toString()) as { sentAt: number }
      roundTripsMs.push(performance.now() - sentAt)
    })
  }
  const cpuSeconds = cpuWatch()
  const periodMs = 1000 / perSecond
  const timers: NodeJS.Timeout[] = []
  const rest = { cpu: 41.5, memoryMb: 512, latencyMs: 84, tasks: 3, tokens: 1_000_000, status: 'running' }
  for (const [agent, socket] of sockets.entries()) {
    let seq = 0
    const say = (): void => {
      sent++
      socket.send(JSON.stringify({ type: 'metric', agent, seq: seq++, sentAt: performance.now(), ...rest }))
    }
    timers.push(setTimeout(() => timers.push(setInterval(say, periodMs)), (agent * periodMs) / agents))
  }
  await delay(seconds * 1000)
  for (const timer of timers) clearInterval(timer)
  const spent = cpuSeconds()
  for (const socket of sockets) socket.terminate()
  roundTripsMs.sort((a, b) => a - b)
  return {
    messages: sent + roundTripsMs.length,
    cpuSeconds: spent,
    connectedBytes,
    roundTripP50Ms: nearestRank(roundTripsMs, 50) ?? Number.NaN,
    roundTripP99Ms: nearestRank(roundTripsMs, 99) ?? Number.NaN,
  }
})
