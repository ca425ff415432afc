import { setTimeout as wait } from 'node:timers/promises'
import { systemClock } from '../clock.ts'
import { estimateClockOffset } from '../clock-offset.ts'
import type { Ping } from '../clock-offset.ts'
import type { Frame } from '../swarm/transport/transport.ts'
import { openWebSocket } from '../swarm/transport/websocket.ts'
import { countRow, timeRow } from './row.ts'
import { CalibrationError } from './calibration-error.ts'
import type { CalibrationRow } from './row.ts'
import type { TruthProcess } from './truth/truth-process.ts'

const PEER = { offsetMs: 250, driftPpm: 1000 }

/** Between two round trips. */
const REST_MS = 10

/** 1000 ppm are 60 ms a minute. */
const msAMinute = (ppm: number): number => (ppm * 60_000) / 1e6

/** @returns rows of the clock comparison against a peer that is 250 ms ahead and gains 1000 ppm, pinged for `seconds` */
export async function calibrateClock(truth: TruthProcess, seconds: number): Promise<CalibrationRow[]> {
  const { id, origin } = await truth.ask('startHub', { clock: PEER })
  const { offsetMs, errorMs, driftPpm, atMs } = estimateClockOffset(await pingFor(origin, seconds))
  const trueOffsetMs = await truth.ask('offsetAtMs', { id, atMs })
  const common = { instrument: 'clock comparison', subject: 'a peer 250 ms ahead that gains 1000 ppm' }
  return [
    timeRow({ ...common, quantity: 'offset', truth: trueOffsetMs, measured: offsetMs }, 0),
    timeRow(
      {
        ...common,
        quantity: 'drift a minute',
        truth: msAMinute(PEER.driftPpm),
        measured: msAMinute(driftPpm),
      },
      0,
    ),
    countRow({
      ...common,
      quantity: 'the stated error contains the truth',
      truth: 1,
      measured: Math.abs(offsetMs - trueOffsetMs) <= errorMs ? 1 : 0,
    }),
  ]
}

/** Asks a peer for its time, one round trip after the other. @throws CalibrationError when it can't be reached */
async function pingFor(origin: string, seconds: number): Promise<Ping[]> {
  let answered: (answer: Frame) => void = () => {}
  let lost: (error: Error) => void = () => {}
  const opening = await openWebSocket(
    '/clock',
    { origin, headers: {} },
    {
      onFrame: answer => answered(answer),
      onSign: () => {},
      onClosed: cause => lost(new CalibrationError(`The peer is gone: ${cause}.`)),
    },
  )
  if (opening.kind === 'failed') throw new CalibrationError(`The peer can't be reached: ${opening.cause}.`)
  const { connection } = opening
  const pings: Ping[] = []
  const endMs = systemClock.nowMs() + seconds * 1000
  while (systemClock.nowMs() < endMs) {
    const sentMs = systemClock.nowMs()
    const answer = new Promise<Frame>((resolve, reject) => {
      answered = resolve
      lost = reject
    })
    connection.send('time?')
    const peerMs = Number(await answer)
    pings.push({ sentMs, peerMs, receivedMs: systemClock.nowMs() })
    await wait(REST_MS)
  }
  connection.close()
  return pings
}
