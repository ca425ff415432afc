import path from 'node:path'
import { systemClock } from '../../../load/clock.ts'
import { BlockHistogram } from '../../../load/measure/histogram.ts'
import { seededRandom } from '../../../load/seeded-random.ts'
import { catalogueOf } from '../../../fixtures/catalogue.ts'
import { slos } from '../../../fixtures/slos/slos.ts'
import { describeMachine } from '../../../reports/machine.ts'
import { PARTS_FILE, PARTS_VERSION } from '../../../reports/parts/part-line.ts'
import { PartsFile } from '../../../reports/parts/parts-file.ts'

/** The spec under way. */
export const STEP = 'loop'

/** As many distributions as a run of the main job has, each of so many seconds. */
const DISTRIBUTIONS = 40
const SECONDS = 300
const VALUES_A_SECOND = 20

/** Writes what a run of this process has measured before its last spec begins. @returns the file */
export function writeRun(folder: string): string {
  const file = path.join(folder, PARTS_FILE)
  const endMs = systemClock.nowMs()
  const startMs = endMs - SECONDS * 1000
  const parts = PartsFile.begin(file, {
    kind: 'header',
    version: PARTS_VERSION,
    pid: process.pid,
    startedAtMs: startMs,
    machine: describeMachine('none'),
    asked: slos.map(({ id }) => id),
    plan: [{ id: STEP, title: 'the open loop', slos: [] }],
    options: {
      runId: 'bench',
      slos: [...slos],
      declarations: catalogueOf({}).declarations,
      target: { name: 'bench', overrides: [] },
      settings: {},
      seeds: {},
      fleetmark: 'bench',
    },
  })
  parts.append({ kind: 'begun', step: 'before', name: 'all before', file: 'live.bench.ts', startMs })
  const random = seededRandom(1)
  for (let index = 0; index < DISTRIBUTIONS; index++) {
    const histogram = new BlockHistogram('api.latency')
    for (let value = 0; value < SECONDS * VALUES_A_SECOND; value++)
      histogram.record(20 * 4 ** (random() + random() - 1), startMs + (value * 1000) / VALUES_A_SECOND)
    parts.append({
      kind: 'attached',
      step: 'before',
      attached: {
        kind: 'measurement',
        measurement: {
          metric: 'api.latency',
          unit: 'ms',
          labels: { endpoint: `GET /api/${index}` },
          window: { startMs, endMs },
          data: histogram.toData(),
          doubts: [],
        },
      },
    })
  }
  const result = { name: 'all before', file: 'live.bench.ts', startMs, endMs, outcome: 'completed' } as const
  parts.append({ kind: 'attached', step: 'before', attached: { kind: 'finished' } })
  parts.append({ kind: 'ended', step: 'before', result })
  parts.close()
  return file
}
