import path from 'node:path'
import type {
  FullConfig,
  FullResult,
  Reporter,
  Suite,
  TestCase,
  TestError,
  TestResult,
} from '@playwright/test/reporter'
import type { Measurement } from '../load/measure/measurement.ts'
import type { Calibration } from './calibration/calibration.ts'
import { CalibrationFileError, readCalibration } from './calibration/calibration-file.ts'
import { composeReport } from './compose-report.ts'
import type { Declarations } from './declared.ts'
import { ATTACHMENT, SLO_ANNOTATION, SLOS_NOT_MET } from './evidence-attachment.ts'
import type { Attached } from './evidence-attachment.ts'
import { writeConsole } from './export/console.ts'
import type { Slo } from './judge/slo.ts'
import { writeRun } from './run-folder.ts'
import type { KeptFile } from './run-folder.ts'
import type { LighthouseAudit, Phase } from './run-report.ts'

export interface ReporterOptions {
  /** The run's name, and that of its folder. */
  runId: string
  /** Folder of all runs. */
  results: string
  /** Projects that measure; the tests of others leave no report. */
  projects: string[]
  slos: Slo[]
  /** Of every metric that may be recorded. */
  declarations: Declarations
  target: { name: string; overrides: string[] }
  settings: Record<string, string>
  /** What random numbers begin with, by what they are for. */
  seeds: Record<string, number>
  fleetmark: string
}

/** Playwright reporter that judges a run as a whole and writes its report, also when a spec fails or the run is interrupted. */
export default class FleetmarkReporter implements Reporter {
  readonly #options: ReporterOptions
  readonly #startedAtMs = Date.now()
  readonly #asked = new Set<string>()
  readonly #phases: Phase[] = []
  readonly #measurements: Measurement[] = []
  readonly #lighthouse: LighthouseAudit[] = []
  readonly #kept: KeptFile[] = []
  readonly #errors: string[] = []
  #rootDir = '.'
  #selected = 0
  #browser = 'none'
  #baseURL = 'none'

  constructor(options: ReporterOptions) {
    this.#options = options
  }

  printsToStdio(): boolean {
    return false
  }

  onBegin(config: FullConfig, suite: Suite): void {
    this.#rootDir = config.rootDir
    for (const test of suite.allTests().filter(one => this.#measures(one))) {
      this.#selected++
      for (const { type, description } of test.annotations) {
        if (type === SLO_ANNOTATION && description) this.#asked.add(description)
      }
    }
  }

  onTestEnd(test: TestCase, result: TestResult): void {
    if (!this.#measures(test)) return
    const startMs = result.startTime.getTime()
    const failures = result.errors.map(plain).filter(text => !text.startsWith(SLOS_NOT_MET))
    const skipped =
      result.status === 'skipped' ? test.annotations.find(one => one.type === 'skip') : undefined
    const message = failures[0] ?? skipped?.description
    this.#phases.push({
      name: test.title,
      file: path.relative(this.#rootDir, test.location.file),
      startMs,
      endMs: startMs + result.duration,
      outcome: outcomeOf(result, failures.length),
      ...(message ? { message } : {}),
    })
    for (const { name, body } of result.attachments) {
      if (name === ATTACHMENT && body) this.#take(JSON.parse(body.toString()) as Attached)
    }
  }

  onError(error: TestError): void {
    this.#errors.push(plain(error))
  }

  async onEnd(result: FullResult): Promise<{ status: FullResult['status'] } | undefined> {
    if (this.#selected === 0) return undefined
    const { runId, slos, declarations, target, settings, fleetmark, results, seeds } = this.#options
    const report = composeReport({
      id: runId,
      startedAtMs: this.#startedAtMs,
      endedAtMs: Date.now(),
      interrupted: result.status === 'interrupted',
      fleetmark,
      settings,
      target: { ...target, baseURL: this.#baseURL },
      browser: this.#browser,
      phases: this.#phases,
      measurements: this.#measurements,
      lighthouse: this.#lighthouse,
      errors: this.#errors,
      slos,
      declarations,
      asked: this.#asked,
      seeds,
      calibration: lastCalibration(results),
    })
    const { folder, problems } = writeRun(results, report, this.#kept)
    process.stdout.write(writeConsole(report, path.relative('.', path.join(folder, 'index.html'))))
    for (const problem of problems) process.stderr.write(`${problem}\n`)
    const failed = result.status === 'passed' && (!report.run.ok || problems.length > 0)
    return failed ? { status: 'failed' } : undefined
  }

  #measures(test: TestCase): boolean {
    return this.#options.projects.includes(test.parent.project()?.name ?? '')
  }

  #take(attached: Attached): void {
    switch (attached.kind) {
      case 'measurement':
        this.#measurements.push(attached.measurement)
        return
      case 'lighthouse': {
        const file = `lighthouse/${attached.audit.page}-${attached.audit.formFactor}.html`
        this.#lighthouse.push({ ...attached.audit, file })
        this.#kept.push({ from: attached.html, to: file })
        return
      }
      case 'context':
        this.#browser = attached.browser
        this.#baseURL = attached.baseURL
    }
  }
}

/** A calibration that can't be read counts as none, which costs the run nothing but a warning. */
function lastCalibration(results: string): Calibration | undefined {
  try {
    return readCalibration(results)
  } catch (error) {
    if (!(error instanceof CalibrationFileError)) throw error
    process.stderr.write(`${error.message}\n`)
    return undefined
  }
}

/** A spec whose SLOs are not met has run to its end all the same. */
function outcomeOf({ status }: TestResult, failures: number): Phase['outcome'] {
  switch (status) {
    case 'passed':
      return 'completed'
    case 'failed':
      return failures === 0 ? 'completed' : 'failed'
    case 'skipped':
      return 'skipped'
    case 'interrupted':
      return 'interrupted'
    default:
      return 'failed'
  }
}

/** The error's message without colours and without the stack. */
function plain({ message, value }: TestError): string {
  // oxlint-disable-next-line no-control-regex -- the escape character is what begins a colour
  const text = (message ?? value ?? 'unknown error').replaceAll(/\u001B\[[\d;]*m/g, '')
  return text.replace(/^Error: /, '').trim()
}
