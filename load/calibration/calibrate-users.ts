import { http } from '../http/http.ts'
import { openLoopLateness, servedIn, subjectRows } from './calibrate-open-loop.ts'
import { dataOf, windowOf } from './data-of.ts'
import { countRow } from './row.ts'
import type { CalibrationRow } from './row.ts'
import type { TruthProcess } from './truth/truth-process.ts'

const USERS = 20
const PATH = '/users'
const SUBJECT = {
  subject: '20 users, 20 ms, 1 of 10 200 ms, 1 of 15 never answered',
  path: PATH,
  query: 'delayMs=20&slowEvery=10&slowMs=200&hangEvery=15',
  percentiles: [50, 80, 95],
}
const TIMEOUT_MS = 1000

/** @returns rows of simulated users, each of whom makes so many journeys of one request, against a server whose times are known */
export async function calibrateUsers(truth: TruthProcess, journeys: number): Promise<CalibrationRow[]> {
  const { id, origin } = await truth.ask('startServer', {})
  const all = await http.users({
    origin,
    timeoutMs: TIMEOUT_MS,
    mix: {
      thinkMs: [50, 150],
      classes: [
        {
          name: 'user',
          weight: 1,
          steps: [{ name: PATH, request: { method: 'GET', path: `${PATH}?${SUBJECT.query}` } }],
        },
      ],
    },
    model: { kind: 'closed', users: USERS, perSecond: 40, holdMs: 600_000, journeys },
    seed: 1,
    metric: PATH,
    labels: {},
  })
  const records = servedIn(windowOf(all, 'generator.lateness'), await truth.ask('serverRecords', id))
  const lateness = await openLoopLateness(truth, all)
  return [
    ...subjectRows(SUBJECT, { instrument: 'users', timeoutMs: TIMEOUT_MS, all, records, lateness }),
    countRow({
      instrument: 'users',
      subject: SUBJECT.subject,
      quantity: 'due',
      truth: USERS * journeys,
      measured: dataOf(all, `${PATH}.errors`, 'tally').total,
    }),
  ]
}
