import path from 'node:path'
import type { FullConfig, Reporter, Suite, TestCase, TestError, TestResult } from '@playwright/test/reporter'
import { systemClock } from '../../load/clock.ts'
import type { Clock } from '../../load/clock.ts'
import { SLOS_NOT_MET } from '../evidence-attachment.ts'
import { PARTS_FILE } from '../parts/part-line.ts'
import { planSpec } from '../planned-spec.ts'
import type { ReporterOptions } from '../reporter-options.ts'
import { Declared } from '../stored/declared.ts'
import { CLEAR_LINE } from './clear-line.ts'
import { failureText } from './failure-text.ts'
import { Moment } from './moment.ts'
import { PartsTail } from './parts-tail.ts'
import { Plan } from './plan.ts'
import { progressLine } from './progress-line.ts'

/** How often the line of a terminal is written anew, and where there is none, how long nothing may be told, ms. */
const REDRAW_MS = 1000
const SILENT_MS = 10_000

/** Columns where nobody knows how many there are. */
const USUAL_COLUMNS = 80

/** What the progress is told of a run. */
export interface ProgressOptions extends Pick<
  ReporterOptions,
  'runId' | 'results' | 'slos' | 'declarations'
> {
  /** `line`: one that is written over; `lines`: one each 10 s; `off`: none. */
  progress: 'line' | 'lines' | 'off'
}

/** Where it is told. */
export interface Terminal {
  columns?: number
  write(text: string | Uint8Array): unknown
}

/**
 * Tells how far a run is while it goes on, and at its end what was thrown: in place of Playwright's `list`, which would say again what the verdict says.
 * An SLO that is not met is the verdict's to tell.
 */
export default class ProgressReporter implements Reporter {
  readonly #options: ProgressOptions
  readonly #terminal: Terminal
  readonly #clock: Clock
  readonly #moment: Moment
  readonly #tail: PartsTail
  readonly #failures: string[] = []
  #plan = new Plan([])
  #timer: NodeJS.Timeout | undefined
  #rootDir = '.'
  #isQuiet = false
  #isDrawn = false
  #toldMs: number

  constructor(options: ProgressOptions, terminal: Terminal = process.stdout, clock: Clock = systemClock) {
    this.#options = options
    this.#terminal = terminal
    this.#clock = clock
    this.#moment = new Moment(new Declared(options.declarations))
    this.#tail = new PartsTail(path.join(options.results, options.runId, PARTS_FILE))
    this.#toldMs = clock.nowMs()
  }

  printsToStdio(): boolean {
    return true
  }

  onBegin({ rootDir, quiet }: FullConfig, suite: Suite): void {
    this.#rootDir = rootDir
    this.#isQuiet = quiet
    this.#plan = new Plan(suite.allTests().map(planSpec))
    if (this.#options.progress !== 'off') this.#timer = setInterval(() => this.tell(), REDRAW_MS).unref()
  }

  onTestBegin(test: TestCase): void {
    const slos = planSpec(test).slos.flatMap(id => this.#options.slos.find(slo => slo.id === id) ?? [])
    this.#plan.begin(test.id, this.#clock.nowMs())
    this.#moment.begin(test.id, [...new Set(slos.map(({ metric }) => metric))])
    if (this.#options.progress === 'line') this.tell()
  }

  onStdOut(chunk: string | Buffer): void {
    this.#pass(chunk, this.#terminal)
  }

  onStdErr(chunk: string | Buffer): void {
    this.#pass(chunk, process.stderr)
  }

  onTestEnd(test: TestCase, { errors }: TestResult): void {
    this.#plan.end(test.id)
    const thrown = errors.filter(({ message }) => !message?.includes(SLOS_NOT_MET))
    if (thrown.length === 0) return
    const { file, line } = test.location
    const place = `${path.relative(this.#rootDir, file)}:${line}`
    this.#failures.push([`FAILED  ${test.title} (${place})`, ...thrown.map(failureText)].join('\n'))
  }

  onError(error: TestError): void {
    this.#clear()
    this.#terminal.write(`${failureText(error)}\n`)
  }

  onEnd(): void {
    clearInterval(this.#timer)
    this.#tail.close()
    this.#clear()
    for (const failure of this.#failures) this.#terminal.write(`\n${failure}\n`)
  }

  /** Tells where the run is: over the last line in a terminal, else when nothing was told for a while. */
  tell(): void {
    const nowMs = this.#clock.nowMs()
    for (const line of this.#tail.read()) {
      if (line.kind === 'parts') this.#moment.take(line.step, line.parts, line.atMs)
    }
    const standing = this.#plan.standing(nowMs)
    if (!standing) return
    if (this.#options.progress === 'line') {
      const width = (this.#terminal.columns ?? USUAL_COLUMNS) - 1
      this.#terminal.write(CLEAR_LINE + progressLine(standing, this.#moment.figures(nowMs), width))
      this.#isDrawn = true
    } else if (nowMs - this.#toldMs >= SILENT_MS) {
      this.#toldMs = nowMs
      this.#terminal.write(`${progressLine(standing, this.#moment.figures(nowMs), USUAL_COLUMNS)}\n`)
    }
  }

  #pass(chunk: string | Buffer, to: Terminal): void {
    if (this.#isQuiet) return
    this.#clear()
    to.write(chunk)
  }

  #clear(): void {
    if (this.#isDrawn) this.#terminal.write(CLEAR_LINE)
    this.#isDrawn = false
  }
}
