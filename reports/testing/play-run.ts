import { appendFileSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type {
  FullConfig,
  FullProject,
  FullResult,
  Suite,
  TestCase,
  TestError,
  TestResult,
} from '@playwright/test/reporter'
import { ATTACHMENT, SLO_ANNOTATION } from '../evidence-attachment.ts'
import type { Attached } from '../evidence-attachment.ts'
import { exampleSlo } from '../judge/testing/example-evidence.ts'
import FleetmarkReporter from '../reporter.ts'
import type { ReporterOptions } from '../reporter-options.ts'
import type { RunReport } from '../run-report.ts'

const slos = ['ready', 'latency', 'other'].map(id => exampleSlo('p(90)<200', { id, metric: id }))

/** When each spec began; it took 1.5 s. */
export const PLAYED_AT_MS = 1_763_733_600_000

/** A spec, as Playwright tells the reporter of it. */
export interface Played {
  title: string
  /** SLOs that the spec answers. */
  slos?: string[]
  project?: string
  status?: TestResult['status']
  errors?: TestError[]
  attached?: Attached[]
  skipped?: string
  /** Selected, and never came to its turn. */
  unplayed?: true
}

function caseOf({ title, slos = [], project = 'perf', skipped }: Played): TestCase {
  const one: Pick<TestCase, 'title' | 'annotations' | 'location'> & { parent: Pick<Suite, 'project'> } = {
    title,
    annotations: [
      ...slos.map(description => ({ type: SLO_ANNOTATION, description })),
      ...(skipped ? [{ type: 'skip', description: skipped }] : []),
    ],
    location: { file: '/project/e2e/one.spec.ts', line: 1, column: 1 },
    parent: { project: () => ({ name: project }) as FullProject },
  }
  return one as TestCase
}

function resultOf({ status = 'passed', errors = [], attached = [] }: Played): TestResult {
  const one: Pick<TestResult, 'status' | 'errors' | 'attachments' | 'startTime' | 'duration'> = {
    status,
    errors,
    attachments: attached.map(data => ({
      name: ATTACHMENT,
      contentType: 'application/json',
      body: Buffer.from(JSON.stringify(data)),
    })),
    startTime: new Date(PLAYED_AT_MS),
    duration: 1500,
  }
  return one as TestResult
}

/** What a run leaves. */
interface Ending {
  status: FullResult['status'] | undefined
  /** What went to the terminal. */
  printed: string
  /** Absent when nothing was written. */
  report: RunReport | undefined
}

/** Plays a run to the reporter, as Playwright would. @param left what a process leaves in the record meanwhile @param isNamed by the command line, without options @param metadata of the shards that are merged */
export async function play(
  specs: Played[],
  status: FullResult['status'],
  {
    results,
    error,
    left = '',
    isNamed = false,
    metadata,
  }: {
    results: string
    error?: TestError
    left?: string
    isNamed?: boolean
    metadata?: FullConfig['metadata']
  },
): Promise<Ending> {
  const options: ReporterOptions = {
    runId: '20261121T174606Z',
    results,
    projects: ['perf'],
    slos,
    target: { name: 'example', overrides: [] },
    declarations: { metrics: [], sections: [] },
    seeds: { bootstrap: 1 },
    settings: { PERF_AGENTS: '10' },
    fleetmark: '0.0.0',
    ...(metadata && { merges: true }),
  }
  const reporter = new FleetmarkReporter(isNamed ? ({} as ReporterOptions) : options)
  const cases = specs.map(spec => ({ spec, one: caseOf(spec) }))
  const suite: Pick<Suite, 'allTests'> = { allTests: () => cases.map(({ one }) => one) }
  const config: Pick<FullConfig, 'rootDir' | 'metadata'> = { rootDir: '/project', metadata: metadata ?? {} }
  reporter.onBegin(config as FullConfig, suite as Suite)
  for (const { spec, one } of cases) if (!spec.unplayed) reporter.onTestEnd(one, resultOf(spec))
  if (error) reporter.onError(error)
  if (left !== '') appendFileSync(path.join(results, '20261121T174606Z', 'parts.ndjson'), `${left}\n`)

  const printed: string[] = []
  const streams = [process.stdout, process.stderr]
  // An own property hides the method of the stream's class until it is deleted.
  const writes = streams.map(stream => Object.getOwnPropertyDescriptor(stream, 'write'))
  const keep = (text: string | Uint8Array): boolean => printed.push(text.toString()) > 0
  for (const stream of streams) Object.defineProperty(stream, 'write', { value: keep, configurable: true })
  try {
    const ended = await reporter.onEnd({ status, startTime: new Date(), duration: 1 })
    const file = path.join(results, 'latest', 'report.json')
    let report: RunReport | undefined
    try {
      report = JSON.parse(readFileSync(file, 'utf8')) as RunReport
    } catch {
      report = undefined
    }
    return { status: ended?.status, printed: printed.join(''), report }
  } finally {
    for (const [index, stream] of streams.entries()) {
      const own = writes[index]
      if (own) Object.defineProperty(stream, 'write', own)
      else Reflect.deleteProperty(stream, 'write')
    }
  }
}
