import { existsSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import type {
  FullConfig,
  FullResult,
  Reporter,
  Suite,
  TestCase,
  TestError,
  TestResult,
} from '@playwright/test/reporter'
import { systemClock } from '../load/clock.ts'
import { lastCalibration } from './calibration/calibration-file.ts'
import { withAdvice } from './advice/advise.ts'
import { besideEarlierRuns } from './beside-earlier-runs.ts'
import { startCheckpoints } from './checkpoints/start-checkpoints.ts'
import { command } from './command-line/command.ts'
import { composeReport } from './compose-report.ts'
import { attachedOf, RUN_ENDS } from './evidence-attachment.ts'
import type { Attached } from './evidence-attachment.ts'
import { writeConsole } from './export/console.ts'
import { givenReceiver } from './export/otlp-receiver.ts'
import { pushFigures } from './export/otlp.ts'
import { wrap } from './export/wrap.ts'
import { CLEAR_LINE } from './live/clear-line.ts'
import { livePort, startLive } from './live/start-live.ts'
import { describeMachine } from './machine.ts'
import { Gathered } from './parts/gathered.ts'
import { PARTS_FILE, PARTS_VERSION } from './parts/part-line.ts'
import { PartsFile } from './parts/parts-file.ts'
import { readParts } from './parts/read-parts.ts'
import type { RunParts } from './parts/read-parts.ts'
import { tellBeside } from './wording/tell-beside.ts'
import { tellUnfinished, unfinishedRuns } from './parts/unfinished-runs.ts'
import { planSpec } from './planned-spec.ts'
import type { PlannedSpec } from './planned-spec.ts'
import type { ReporterOptions } from './reporter-options.ts'
import { writeRun } from './run-folder.ts'
import { RunNotice } from './runs-at-once.ts'
import type { RunReport, Step } from './run-report.ts'
import { plainText, readStep } from './read-step.ts'
import { refuseSuccess } from './refuse-success.ts'
import { isBroken, runStatus } from './run-status.ts'
import { secrets } from './secrets/secrets.ts'
import { readShards } from './shards.ts'
import type { Merged } from './shards.ts'

/** A spec that has ended, and what Playwright carried of it. */
interface Ended {
  id: string
  step: Step
  attached: Attached[]
}

/** Signals that end a run as Ctrl-C does: its specs are stopped, and what was measured is judged and reported. */
const ENDING = ['SIGTERM', 'SIGHUP'] as const

/** What Playwright's process ends with. */
const EXIT_CODES: Readonly<Record<FullResult['status'], number>> = {
  passed: 0,
  failed: 1,
  timedout: 1,
  interrupted: 130,
}

/** `merge-reports` ends with 0 whatever a reporter returns. */
const endWith = (code: number): void => void process.once('exit', () => (process.exitCode = code))

const interrupt = (): void => void process.kill(process.pid, 'SIGINT')

/** Playwright reporter that judges a run as a whole and writes its report, also when a spec fails or the run is interrupted. */
export default class FleetmarkReporter implements Reporter {
  readonly #options: ReporterOptions
  readonly #startedAtMs = systemClock.nowMs()
  readonly #asked = new Set<string>()
  readonly #ended: Ended[] = []
  readonly #errors: string[] = []
  #runId: string
  #parts: PartsFile | undefined
  #notice: RunNotice | undefined
  #merged: Merged | undefined
  #rootDir = '.'
  #selected = 0
  #isAnyBroken = false
  #isLast = false
  #endsItself = false
  #endCheckpoints = (): void => {}

  constructor(options: ReporterOptions) {
    this.#options = options
    this.#runId = options.runId
    process.on('exit', refuseSuccess)
  }

  printsToStdio(): boolean {
    return false
  }

  onBegin(config: FullConfig, suite: Suite): void {
    this.#rootDir = config.rootDir
    const plan = suite
      .allTests()
      .filter(one => this.#measures(one))
      .map(planSpec)
    this.#selected = plan.length
    for (const id of plan.flatMap(({ slos }) => slos)) this.#asked.add(id)
    if (this.#selected === 0) return
    this.#merged = this.#options.merges ? readShards(config.metadata ?? {}) : undefined
    for (const fault of this.#merged?.faults ?? []) {
      process.stderr.write(`${fault}\n`)
      this.#errors.push(fault)
    }
    this.#beginParts(plan)
  }

  onTestEnd(test: TestCase, result: TestResult): void {
    this.#isAnyBroken ||= isBroken(result)
    if (!this.#measures(test)) return
    const { step, failures } = readStep(test, result, this.#rootDir)
    this.#ended.push({ id: test.id, step, attached: attachedOf(result.attachments) })
    if (this.#isLast || failures.some(text => text.includes(RUN_ENDS))) this.#endRun()
    this.#parts?.append({ kind: 'ended', step: test.id, result: step })
  }

  /** A worker that ends itself has no other way to say why: its spec ends next. */
  onStdErr(chunk: string | Buffer): void {
    this.#isLast ||= chunk.includes(RUN_ENDS)
  }

  onError(error: TestError): void {
    this.#errors.push(plainText(error))
    this.#parts?.append({ kind: 'error', text: plainText(error) })
  }

  async onEnd(result: FullResult): Promise<{ status: FullResult['status'] } | undefined> {
    process.off('exit', refuseSuccess)
    if (this.#selected === 0) return undefined
    for (const signal of ENDING) process.off(signal, interrupt)
    this.#parts?.close()
    this.#endCheckpoints()
    return this.#judge(result).catch((error: unknown) => this.#untold(result, error))
  }

  async #judge(result: FullResult): Promise<{ status: FullResult['status'] } | undefined> {
    const { gathered, steps } = await this.#gather()
    const { target, results } = this.#options
    const beside = this.#notice?.withdraw() ?? []
    const { calibration, problem } = lastCalibration(results)
    if (problem !== undefined) process.stderr.write(`${problem}\n`)
    const composed = composeReport({
      ...this.#options,
      id: this.#runId,
      startedAtMs: Math.min(this.#startedAtMs, ...steps.map(({ startMs }) => startMs)),
      // Shards are merged when all of them have ended, which may be hours later.
      endedAtMs:
        this.#merged && steps.length > 0 ? Math.max(...steps.map(({ endMs }) => endMs)) : systemClock.nowMs(),
      interrupted: result.status === 'interrupted' && !this.#endsItself,
      beside,
      target: { ...target, baseURL: gathered.baseURL },
      ...gathered.facts,
      machine: this.#merged?.machine,
      shards: this.#merged?.shards ?? [],
      steps,
      errors: this.#errors,
      asked: this.#asked,
      calibration,
    })
    const { report: compared, problems: uncompared } = besideEarlierRuns(secrets.redactIn(composed), results)
    const advised = withAdvice(compared)
    const { folder, problems: first } = writeRun(results, advised, gathered.kept)
    const { report, problems: second } = await this.#send(advised)
    const problems = new Set([...first, ...second])
    const isOk = report.run.ok && problems.size === 0
    const status = this.#endsItself ? 'failed' : runStatus(result.status, isOk, this.#isAnyBroken)
    this.#print(
      writeConsole(report, {
        report: this.#link(path.join(folder, 'index.html')),
        exitCode: EXIT_CODES[status],
        errorsTold: this.#options.errorsTold ?? false,
      }),
    )
    if (beside.length > 0) process.stderr.write(`${wrap(tellBeside(beside), '').join('\n')}\n`)
    for (const problem of [...uncompared, ...problems]) process.stderr.write(`${problem}\n`)
    if (this.#merged && status !== 'passed') endWith(EXIT_CODES[status])
    return status === result.status ? undefined : { status }
  }

  /** Playwright would tell of the error alone, and not that what was measured is kept. */
  #untold({ status }: FullResult, error: unknown): { status: FullResult['status'] } {
    const told = error instanceof Error ? (error.stack ?? error.message) : String(error)
    const again = command('judge', path.dirname(this.#partsFile))
    process.stderr.write(
      `The run was measured, and its report could not be made: ${secrets.redact(told)}\nWhat was measured is kept. Mend the cause, and make the report of it: ${again}\n`,
    )
    if (this.#merged) endWith(1)
    return { status: status === 'passed' ? 'failed' : status }
  }

  /** Sends the figures where they are asked for: the report is there before, and tells what came of it after. */
  async #send(report: RunReport): Promise<{ report: RunReport; problems: string[] }> {
    const receiver = givenReceiver()
    if (!receiver) return { report, problems: [] }
    const sent = secrets.redact(await pushFigures(report, receiver))
    const told = { ...report, run: { ...report.run, sent } }
    return { report: told, problems: writeRun(this.#options.results, told, []).problems }
  }

  /** In a terminal an address that opens with a click. */
  #link(file: string): string {
    return process[this.#stream].isTTY ? pathToFileURL(file).href : path.relative('.', file)
  }

  get #stream(): 'stdout' | 'stderr' {
    return this.#options.printsTo ?? 'stdout'
  }

  #print(text: string): void {
    process[this.#stream].write(text)
  }

  /** Nothing more can be measured: the specs that are left would fail alike. */
  #endRun(): void {
    if (this.#endsItself) return
    this.#endsItself = true
    interrupt()
  }

  #measures(test: TestCase): boolean {
    return this.#options.projects?.includes(test.parent.project()?.name ?? '') === true
  }

  /** From now on a kill of any process loses a second at most. */
  #beginParts(plan: PlannedSpec[]): void {
    const { results, slos, notAsked, declarations, target, settings, changed, seeds, fleetmark } =
      this.#options
    this.#print(tellUnfinished(unfinishedRuns(results)))
    if (existsSync(this.#partsFile)) this.#runId = this.#options.rename?.() ?? this.#runId
    this.#notice = RunNotice.post(this.#runId, process.pid)
    if (this.#notice.earlier.length > 0)
      process.stderr.write(`${wrap(tellBeside(this.#notice.earlier), '').join('\n')}\n`)
    this.#parts = PartsFile.begin(this.#partsFile, {
      kind: 'header',
      version: PARTS_VERSION,
      pid: process.pid,
      startedAtMs: this.#startedAtMs,
      machine: describeMachine('none'),
      asked: [...this.#asked],
      plan,
      options: {
        runId: this.#runId,
        slos,
        ...(notAsked && { notAsked }),
        declarations,
        target,
        settings,
        ...(changed && { changed }),
        seeds,
        fleetmark,
      },
    })
    for (const signal of ENDING) process.on(signal, interrupt)
    if (this.#options.merges) return
    const clear = process[this.#stream].isTTY ? CLEAR_LINE : ''
    const tell = (line: string): void => this.#print(clear + line)
    const folder = path.dirname(this.#partsFile)
    const everyMs = 1000 * Number(settings['PERF_CHECKPOINT'] ?? 0)
    if (everyMs > 0) this.#endCheckpoints = startCheckpoints(folder, everyMs, tell)
    const port = livePort(settings)
    if (port !== undefined) startLive(folder, port, tell)
  }

  get #partsFile(): string {
    return path.join(this.#options.results, this.#runId, PARTS_FILE)
  }

  /** What a spec handed over stands as Playwright carried it. Of one that could not hand over all, what it left on the disk counts. */
  async #gather(): Promise<{ gathered: Gathered; steps: Step[] }> {
    const unfinished = this.#ended.some(
      ({ step, attached }) => step.outcome !== 'skipped' && !attached.some(({ kind }) => kind === 'finished'),
    )
    const parts = unfinished ? await readParts(this.#partsFile).catch(() => undefined) : undefined
    for (const told of parts?.errors ?? []) if (!this.#errors.includes(told)) this.#errors.push(told)
    const gathered = new Gathered()
    const steps = this.#ended.map(ended => {
      const { step, attached } = asFarAsItGoes(ended, parts)
      for (const one of attached) gathered.take(one)
      return step
    })
    return { gathered, steps }
  }
}

function asFarAsItGoes({ id, step, attached }: Ended, parts: RunParts | undefined): Omit<Ended, 'id'> {
  const left = parts?.steps.get(id)
  if (!left || left.finished) return { step, attached }
  return { step: { ...step, outcome: 'interrupted' }, attached: left.attached }
}
