import { writeHeadline } from '../../judge/headline.ts'
import { fillDeclarations } from '../../stored/declared.ts'
import type { Verdict } from '../../judge/slo.ts'
import type { Machine } from '../../machine.ts'
import type { CategorySummary, LighthouseAudit, LoadMachine, Step, RunReport } from '../../run-report.ts'
import { SAMPLE_SECONDS } from './sample-builders.ts'
import { sampleCalibration } from './sample-calibration.ts'
import { sampleDiagnosis } from './sample-diagnosis.ts'
import { sampleDeclarations } from './sample-metrics.ts'
import { sampleProfiles } from './sample-profiles.ts'
import { sampleJudgements } from './sample-judgements.ts'
import { sampleCurves, sampleMeasurements } from './sample-measurements.ts'

/** Start of the sample run, epoch milliseconds: 2025-11-21T14:00:00Z. */
const SAMPLE_START_MS = 1_763_733_600_000

const STEPS: readonly [name: string, file: string, startSec: number, endSec: number][] = [
  ['dashboard opens', 'e2e/dashboard/ready.spec.ts', 1, 42],
  ['Lighthouse audits', 'e2e/dashboard/lighthouse.spec.ts', 43, 68],
  ['1000 agents report', 'e2e/realtime/swarm.spec.ts', 70, 122],
  ['API under open-loop load', 'e2e/api/latency.spec.ts', 124, 172],
  ['50 users at once', 'e2e/users/concurrent.spec.ts', 173, 192],
  ['connections break', 'e2e/realtime/recovery.spec.ts', 193, 252],
  ['the page as the fleet grows', 'e2e/users/degradation.spec.ts', 253, 292],
  ['messages', 'e2e/api/messages.spec.ts', 293, 300],
]

const MACHINE: Machine = {
  cpu: 'AMD EPYC 7B13',
  cores: 2,
  memoryBytes: 8_334_233_600,
  os: 'Debian GNU/Linux 13 (6.12.48 x64)',
  node: '24.9.0',
  browser: 'Chromium 142.0.7444.59',
  fingerprint: '5d0c1f7a90be',
}

/** Workers that made the load: one whose clock is known, and one that was lost before it did anything. */
const WORKERS: LoadMachine[] = [
  {
    name: 'load-1-4711',
    host: 'load-1',
    cpu: 'Intel Xeon 6975P-C',
    cores: 4,
    memoryBytes: 16_000_000_000,
    os: 'Ubuntu 24.04',
    node: '24.9.0',
    clock: { aheadMs: -412.5, errorMs: 0.3 },
  },
  {
    name: 'load-2-4712',
    host: 'load-2',
    cpu: 'Ampere Altra',
    cores: 8,
    memoryBytes: 32_000_000_000,
    os: 'Ubuntu 24.04',
    node: '24.9.0',
    lost: 'said nothing for 15 s',
  },
]

let made: string | undefined

/** A plausible run report, the same on every call: all five verdicts, doubts, an interrupted step. Test data only. */
export function sampleReport(): RunReport {
  // It takes a third of a second to make, and many tests change theirs.
  made ??= JSON.stringify(makeReport())
  return JSON.parse(made) as RunReport
}

function makeReport(): RunReport {
  const judgements = sampleJudgements()
  const counts = countsOf(judgements.map(({ verdict }) => verdict))
  const report: Omit<RunReport, 'metrics' | 'sections'> = {
    schemaVersion: 2,
    run: {
      id: '2025-11-21T14-00-00Z-7f3a9c',
      startedAt: new Date(SAMPLE_START_MS).toISOString(),
      endedAt: new Date(SAMPLE_START_MS + 1000 * SAMPLE_SECONDS).toISOString(),
      status: 'interrupted',
      ok: false,
      headline: writeHeadline(judgements),
      counts,
      fleetmark: '0.1.0',
      settings: {
        PERF_BASE_URL: 'http://127.0.0.1:4100',
        PERF_TARGET_COMMIT: '4f21c0de',
        PERF_AGENTS: '1000',
        PERF_VISITS: '15',
        PERF_API_RATE: '50',
      },
      changed: ['PERF_BASE_URL', 'PERF_TARGET_COMMIT', 'PERF_API_RATE'],
    },
    machine: MACHINE,
    machines: WORKERS,
    calibration: sampleCalibration(MACHINE, SAMPLE_START_MS - 3_600_000),
    target: {
      name: 'reference platform',
      baseURL: 'http://127.0.0.1:4100',
      overrides: ['api.latency{endpoint=export}: p(99)<2000 instead of p(99)<1000'],
    },
    steps: STEPS.map(([name, file, startSec, endSec]): Step => {
      const span = { name, file, startMs: at(startSec), endMs: at(endSec) }
      return name === 'messages'
        ? { ...span, outcome: 'interrupted', message: 'The run was stopped by SIGINT after 7 s of 60 s.' }
        : { ...span, outcome: 'completed' }
    }),
    slos: [],
    slosHash: '8f14e45fceea',
    seeds: { person: 1, bootstrap: 1 },
    measurements: sampleMeasurements(SAMPLE_START_MS),
    curves: sampleCurves(SAMPLE_START_MS),
    judgements,
    reported: [],
    categories: (['page', 'users', 'realtime', 'api'] as const).map((category): CategorySummary => {
      const own = judgements.filter(judgement => judgement.category === category)
      const binding = own.filter(judgement => judgement.level === 'error')
      const weakest = binding.toSorted((a, b) => (a.confidence ?? -1) - (b.confidence ?? -1))[0]
      const known = binding.flatMap(({ confidence }) => confidence ?? [])
      return {
        category,
        counts: countsOf(own.map(({ verdict }) => verdict)),
        ...(known.length === binding.length && {
          confidence: Math.max(0, 1 - known.reduce((sum, confidence) => sum + 1 - confidence, 0)),
        }),
        ...(weakest && { weakest: weakest.id }),
      }
    }),
    lighthouse: AUDITS,
    diagnoses: [sampleDiagnosis(at(18))],
    profiles: sampleProfiles(),
    faults: [{ what: 'sockets silent', startMs: at(205), endMs: at(225) }],
    errors: ['The run was interrupted by SIGINT: the steps after "messages" did not start.'],
  }
  return fillDeclarations(report, sampleDeclarations)
}

const AUDITS: LighthouseAudit[] = [
  {
    page: 'dashboard',
    formFactor: 'desktop',
    throttling: 'provided',
    scores: { performance: 0.97, accessibility: 1, 'best-practices': 0.96, seo: 0.91 },
    runs: 3,
    warnings: [],
    file: 'lighthouse/dashboard-desktop.html',
  },
  {
    page: 'dashboard',
    formFactor: 'mobile',
    throttling: 'simulate',
    scores: { performance: 0.71, accessibility: 1, 'best-practices': 0.96, seo: 0.48 },
    runs: 3,
    warnings: [
      'The tested device appears to have a slower CPU than Lighthouse expects. This can negatively affect your performance score.',
    ],
    failed: [{ category: 'seo', id: 'meta-description', title: 'Document has no meta description' }],
    file: 'lighthouse/dashboard-mobile.html',
  },
]

function at(seconds: number): number {
  return SAMPLE_START_MS + 1000 * seconds
}

function countsOf(verdicts: readonly Verdict[]): Record<Verdict, number> {
  const count = (wanted: Verdict) => verdicts.filter(verdict => verdict === wanted).length
  return {
    PASS: count('PASS'),
    FAIL: count('FAIL'),
    INCONCLUSIVE: count('INCONCLUSIVE'),
    NO_DATA: count('NO_DATA'),
    INVALID: count('INVALID'),
  }
}
