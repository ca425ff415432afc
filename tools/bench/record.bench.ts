import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type { BlockHistogram } from '../../load/measure/histogram.ts'
import type { Measurement } from '../../load/measure/measurement.ts'
import { PartSum } from '../../load/measure/part-sum.ts'
import { Recording } from '../../load/measure/recording.ts'
import type { Identity } from '../../load/measure/recording.ts'
import { seededRandom } from '../../load/seeded-random.ts'
import { composeReport } from '../../reports/compose-report.ts'
import { fillFolder } from '../../reports/run-folder.ts'

/** What a day of measuring may cost: of the heap and what lies beside it, and of each of the two files that hold the report. */
const MOST_HEAP_MB = 30
const MOST_REPORT_MB = 3

const METRICS = 50
/** A day; another number of seconds can be given. */
const SECONDS = Number(process.argv[2] ?? 86_400)
const VALUES_A_SECOND = 10
const MB = 1024 * 1024

/** Any moment will do. */
const START_MS = Date.UTC(2026, 0, 1)

const collectGarbage = garbageCollector()

main()

/**
 * Feeds a day of 50 metrics through recorders and through the sum of their parts, at full speed: there is no clock in it. Then makes the report. Exits 1
 * when memory or the report has grown beyond what is allowed.
 */
function main(): void {
  const beforeMb = heldMb()
  const began = performance.now()
  const sum = new PartSum()
  let atMs = START_MS
  const handing = new Recording(parts => sum.add(parts, atMs))
  const identities = Array.from({ length: METRICS }, (_, index): Identity => ({
    metric: 'api.latency',
    unit: 'ms',
    labels: { endpoint: `GET /api/${index}` },
  }))
  const kept = identities.map(identity => ({ identity, histogram: handing.histogram(identity) }))
  const random = seededRandom(1)
  let peakMb = beforeMb
  for (let second = 0; second < SECONDS; second++) {
    atMs = START_MS + second * 1000
    for (const { histogram } of kept) feed(histogram, atMs, random)
    handing.handOn()
    if (second % 600 === 599) peakMb = Math.max(peakMb, heldMb())
  }
  handing.stop()
  const seconds = (performance.now() - began) / 1000
  const afterMb = heldMb()
  const [jsonMb, pageMb] = writeReport(kept)
  const values = METRICS * SECONDS * VALUES_A_SECOND
  const told = sum.measurements().reduce((n, { data }) => n + (data.kind === 'histogram' ? data.n : 0), 0)
  process.stdout.write(
    [
      `${SECONDS} s of ${METRICS} histograms, ${VALUES_A_SECOND} values a second each, in ${seconds.toFixed(0)} s.`,
      `Memory    ${beforeMb.toFixed(1)} MB before, ${afterMb.toFixed(1)} MB after, ${peakMb.toFixed(1)} MB at most; allowed: ${MOST_HEAP_MB} MB more.`,
      `Report    report.json ${jsonMb.toFixed(2)} MB, index.html ${pageMb.toFixed(2)} MB; allowed: ${MOST_REPORT_MB} MB each.`,
      `Values    ${values} recorded, ${told} in the sum of the parts.`,
      '',
    ].join('\n'),
  )
  const holds =
    afterMb - beforeMb <= MOST_HEAP_MB && Math.max(jsonMb, pageMb) < MOST_REPORT_MB && told === values
  process.exitCode = holds ? 0 : 1
}

/** Latencies about 20 ms, some of them much longer. */
function feed(histogram: BlockHistogram, atMs: number, random: () => number): void {
  for (let value = 0; value < VALUES_A_SECOND; value++) {
    const latencyMs = 20 * 4 ** (random() + random() + random() - 1.5)
    histogram.record(latencyMs, atMs + value * 100)
  }
}

/** @returns the sizes of `report.json` and `index.html`, MB */
function writeReport(kept: readonly { identity: Identity; histogram: BlockHistogram }[]): [number, number] {
  const folder = mkdtempSync(path.join(tmpdir(), 'record-bench-'))
  const window = { startMs: START_MS, endMs: START_MS + SECONDS * 1000 }
  try {
    const report = composeReport({
      id: 'bench',
      startedAtMs: window.startMs,
      endedAtMs: window.endMs,
      interrupted: false,
      fleetmark: 'bench',
      settings: {},
      target: { name: 'bench', overrides: [], baseURL: 'http://127.0.0.1' },
      browser: 'none',
      steps: [],
      measurements: kept.map(({ identity, histogram }): Measurement => ({
        ...identity,
        window,
        data: histogram.toData(),
        doubts: [],
      })),
      lighthouse: [],
      errors: [],
      slos: [],
      declarations: { metrics: [], sections: [] },
      asked: new Set(),
      seeds: {},
    })
    for (const problem of fillFolder(folder, report, [])) process.stderr.write(`${problem}\n`)
    const size = (file: string): number => statSync(path.join(folder, file)).size / MB
    return [size('report.json'), size('index.html')]
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** @returns the memory that is held once garbage is collected, MB: that of objects and that of buffers */
function heldMb(): number {
  collectGarbage()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return (heapUsed + arrayBuffers) / MB
}

/** @returns V8's own, which is there only when it is asked for */
function garbageCollector(): () => void {
  setFlagsFromString('--expose-gc')
  return runInNewContext('gc') as () => void
}
