import { LOAD_TIMEOUT_MS } from './baseline.ts'
import type { Baseline } from './baseline.ts'
import { MutationError } from './mutation-error.ts'
import type { Program } from './tester.ts'
import type { Reply } from './tester-process.ts'
import { describeReply, TesterProcess } from './tester-process.ts'

/** What became of a mutant. `endless`: a test did not end, or the process did not outlive it. */
export type Outcome = 'failed-a-test' | 'endless' | 'survived' | 'not-run'

type Ending = Exclude<Reply['kind'], 'loaded'>

/** Endless loops are told by how often they run: more than this many times as often as without the mutant... */
const HIT_FACTOR = 100
/** ... and at least this often, for code that seldom or never runs without the mutant. */
const LEAST_HIT_LIMIT = 100_000

/**
 * Tries mutants, one at a time, in a process that has the test files loaded. A test that fails with the mutant on must pass with it off
 * and fail with it on again; where it does not, or where the mutant matters while files are loaded, the same is asked of three fresh
 * processes. So a test that fails by chance, or for what an earlier mutant left behind, kills nothing.
 */
export class Trial {
  readonly #program: Program
  readonly #baseline: Baseline
  readonly #timeoutMs: number
  #tester: TesterProcess | undefined

  /** @param timeoutMs how long a test may take over three times what it takes without a mutant. Default 5 s. */
  constructor(program: Program, baseline: Baseline, timeoutMs = 5000) {
    this.#program = program
    this.#baseline = baseline
    this.#timeoutMs = timeoutMs
  }

  /** @param mutant its id */
  async try(mutant: number): Promise<Outcome> {
    const tests = [...this.#baseline.tests].sort(([, a], [, b]) => a.tookMs - b.tookMs)
    if (this.#baseline.loadHits.has(mutant))
      return this.#tryAlone(
        mutant,
        tests.map(([test]) => test),
      )
    const touching = tests.filter(([, { hits }]) => hits.has(mutant)).map(([test]) => test)
    if (touching.length === 0) return 'not-run'
    for (const test of touching) {
      const first = await this.#run(test, mutant)
      if (first === 'passed') continue
      const control = await this.#run(test, undefined)
      const again = await this.#run(test, mutant)
      return control === 'passed' && again !== 'passed' ? outcomeOf(again) : this.#tryAlone(mutant, touching)
    }
    return 'survived'
  }

  /** Ends the process. */
  async stop(): Promise<void> {
    await this.#tester?.stop()
    this.#tester = undefined
  }

  /** A test that fails without the mutant too, or with it only once, says nothing of it: the others are asked. */
  async #tryAlone(mutant: number, tests: readonly string[]): Promise<Outcome> {
    const first = await this.#runAlone(mutant, tests)
    if (first.ending === 'passed') return 'survived'
    const control = await this.#runAlone(undefined, first.test === undefined ? [] : [first.test])
    if (control.ending === 'passed') {
      const again = await this.#runAlone(mutant, tests)
      if (again.ending === 'passed' || again.test === first.test) return outcomeOf(again.ending)
    }
    const others = tests.filter(test => test !== first.test)
    return others.length < tests.length ? this.#tryAlone(mutant, others) : 'survived'
  }

  /** Runs tests in a fresh process, up to the first that does not pass. The mutant is on from the start. */
  async #runAlone(
    mutant: number | undefined,
    tests: readonly string[],
  ): Promise<{ ending: Ending; test?: string }> {
    await this.stop()
    try {
      const loaded = await this.#load(mutant)
      if (loaded.kind !== 'loaded') return { ending: loaded.kind }
      for (const test of tests) {
        const ending = await this.#run(test, mutant)
        if (ending !== 'passed') return { ending, test }
      }
      return { ending: 'passed' }
    } finally {
      await this.stop()
    }
  }

  async #load(mutant: number | undefined): Promise<Reply> {
    this.#tester = new TesterProcess()
    return this.#tester.ask({ kind: 'load', program: this.#program, mutant }, LOAD_TIMEOUT_MS)
  }

  async #run(test: string, mutant: number | undefined): Promise<Ending> {
    const usual = this.#baseline.tests.get(test)
    if (!this.#tester) {
      const loaded = await this.#load(undefined)
      if (loaded.kind !== 'loaded')
        throw new MutationError(`The test files don't load: ${describeReply(loaded)}`)
    }
    const usualHits = mutant === undefined ? 0 : (usual?.hits.get(mutant) ?? 0)
    const hitLimit = Math.max(LEAST_HIT_LIMIT, HIT_FACTOR * usualHits)
    const timeoutMs = this.#timeoutMs + 3 * (usual?.tookMs ?? 0)
    const reply = await this.#tester?.ask({ kind: 'run', test, mutant, hitLimit }, timeoutMs)
    if (!reply || reply.kind === 'loaded')
      throw new MutationError(`${test}: an order to run it was answered otherwise.`)
    if (reply.kind === 'crashed' || reply.kind === 'timed-out') await this.stop()
    return reply.kind
  }
}

function outcomeOf(ending: Ending): Outcome {
  switch (ending) {
    case 'passed':
      return 'survived'
    case 'failed':
      return 'failed-a-test'
    case 'endless':
    case 'timed-out':
    case 'crashed':
      return 'endless'
  }
}
