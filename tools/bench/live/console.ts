import type { FullConfig, Suite, TestCase } from '@playwright/test/reporter'
import type { Slo } from '../../../reports/judge/slo.ts'
import { PLAN_ANNOTATION, SLO_ANNOTATION } from '../../../reports/evidence-attachment.ts'
import ProgressReporter from '../../../reports/live/progress-reporter.ts'
import { cpuWatch } from '../echo/contender.ts'
import { STEP } from './write-run.ts'

/** What the line has cost since it was last told. */
export interface ConsoleCost {
  /** CPU time of this process, as a share of a core. */
  cpuShare: number
  /** How often the line was written. */
  lines: number
  /** The last of them. */
  line: string
}

/**
 * Writes the line of a terminal about the run in a folder, as a run's main process does, and tells the parent what it has cost each time that it asks. It
 * ends with the parent. Argument: the folder that the run's is in.
 */
process.once('disconnect', () => process.exit(0))
const [results = ''] = process.argv.slice(2)
const slo: Slo = {
  id: 'bench.latency',
  title: 'Latency',
  category: 'api',
  metric: 'bench.latency',
  unit: 'ms',
  objective: 'p(95)<200',
  minSamples: 1,
  level: 'error',
  source: 'live.bench.ts',
}
const metric = {
  name: slo.metric,
  title: slo.title,
  quantity: 'time',
  unit: 'ms',
  better: 'lower',
  section: 'api',
  order: 1,
  overTime: true,
} as const
const lines: string[] = []
const reporter = new ProgressReporter(
  {
    runId: 'bench',
    results,
    slos: [slo],
    declarations: { metrics: [metric], sections: [] },
    progress: 'line',
  },
  { columns: 80, write: text => lines.push(String(text)) },
)
const spec = {
  id: STEP,
  title: 'the open loop',
  annotations: [
    { type: SLO_ANNOTATION, description: slo.id },
    { type: PLAN_ANNOTATION, description: '60000 ms' },
  ],
} as unknown as TestCase
const suite: Pick<Suite, 'allTests'> = { allTests: () => [spec] }
reporter.onBegin({ rootDir: '/', quiet: false } as FullConfig, suite as Suite)
reporter.onTestBegin(spec)

let sinceMs = performance.now()
let cpuSeconds = cpuWatch()
process.on('message', () => {
  const tookSeconds = (performance.now() - sinceMs) / 1000
  const cost: ConsoleCost = {
    cpuShare: cpuSeconds() / tookSeconds,
    lines: lines.length,
    line: lines.at(-1) ?? '',
  }
  lines.length = 0
  sinceMs = performance.now()
  cpuSeconds = cpuWatch()
  process.send?.(cost)
})
