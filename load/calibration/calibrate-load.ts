import { calibrateClock } from './calibrate-clock.ts'
import { calibrateClosedLoop } from './calibrate-closed-loop.ts'
import { calibrateOpenLoop } from './calibrate-open-loop.ts'
import { calibrateRealtime, TRANSPORTS } from './calibrate-realtime.ts'
import { calibrateRecycling } from './calibrate-recycling.ts'
import { calibrateUsers } from './calibrate-users.ts'
import { CLOSED_LOOP_SUBJECTS } from './closed-loop-subjects.ts'
import { openLoopRun, shapesRun } from './open-loop-runs.ts'
import type { CalibrationRow } from './row.ts'
import { TruthProcess } from './truth/truth-process.ts'

/** How long each instrument measures, in seconds: of 200 times p99 is the third largest, and not the one that a single moment made late. */
const LENGTHS = {
  short: {
    steady: 2,
    shapes: 5,
    journeys: 12,
    frozen: { seconds: 4, freezeAfter: 1.5, freezeFor: 1.5 },
    clock: 3,
    realtime: 3,
    closed: 2,
  },
  full: {
    steady: 8,
    shapes: 6,
    journeys: 40,
    frozen: { seconds: 12, freezeAfter: 7, freezeFor: 3 },
    clock: 12,
    realtime: 10,
    closed: 5,
  },
}

/**
 * Measures, with the instruments that the specs use, servers and hubs whose behaviour is known, and compares. What takes little runs at the same
 * time; the rest in turn, so that one that starts does not hold up another.
 *
 * @param options `short`: about 21 s, with half of the closed loop's subjects, for a test; else about 65 s
 * @returns a row for each number compared: the instruments are right when all are within their bounds (`isWithin`)
 */
export async function calibrateLoad({ short }: { short: boolean }): Promise<CalibrationRow[]> {
  const lengths = short ? LENGTHS.short : LENGTHS.full
  await using truth = new TruthProcess()
  const clock = calibrateClock(truth, lengths.clock)
  const rows = [await calibrateOpenLoop(truth, openLoopRun(lengths)), await clock]
  rows.push(await calibrateOpenLoop(truth, shapesRun(lengths.shapes)))
  rows.push(await calibrateUsers(truth, lengths.journeys))
  const realtime = TRANSPORTS.map(transport =>
    calibrateRealtime(truth, { ...transport, seconds: lengths.realtime }),
  )
  rows.push(...(await Promise.all(realtime)))
  const recycling = calibrateRecycling(truth, lengths.closed)
  for (const subjects of short ? CLOSED_LOOP_SUBJECTS.slice(0, 1) : CLOSED_LOOP_SUBJECTS) {
    const closed = subjects.map(subject => calibrateClosedLoop(truth, subject, lengths.closed))
    rows.push(...(await Promise.all(closed)))
  }
  rows.push(await recycling)
  return rows.flat()
}
