import { MutationError } from './mutation-error.ts'
import type { Hits, Program } from './tester.ts'
import { describeReply, TesterProcess } from './tester-process.ts'

/** How long a process may take to load the test files. */
export const LOAD_TIMEOUT_MS = 60_000

/** How long a test may take without a mutant on. Instrumented code is some times as slow as it is otherwise. */
const TEST_TIMEOUT_MS = 600_000

/** What happens without any mutant. */
export interface Baseline {
  /** Code that runs while the files are loaded, before any test. */
  loadHits: Hits
  /** By the test's key: how long it took, and what of the mutable code it ran. */
  tests: ReadonlyMap<string, { tookMs: number; hits: Hits }>
}

/**
 * Runs all tests once, no mutant on.
 *
 * @throws MutationError when a test fails or a file does not load: nothing could be concluded from it failing with a mutant
 */
export async function takeBaseline(program: Program): Promise<Baseline> {
  const tester = new TesterProcess()
  try {
    const loaded = await tester.ask({ kind: 'load', program, mutant: undefined }, LOAD_TIMEOUT_MS)
    if (loaded.kind !== 'loaded')
      throw new MutationError(`The test files don't load: ${describeReply(loaded)}`)
    const tests: [string, { tookMs: number; hits: Hits }][] = []
    for (const test of loaded.tests) {
      const order = { kind: 'run', test, mutant: undefined, hitLimit: Number.MAX_VALUE } as const
      const reply = await tester.ask(order, TEST_TIMEOUT_MS)
      if (reply.kind !== 'passed')
        throw new MutationError(`${test}: fails without any mutant: ${describeReply(reply)}`)
      tests.push([test, reply])
    }
    return { loadHits: loaded.hits, tests: new Map(tests) }
  } finally {
    await tester.stop()
  }
}
