import { globSync, readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import path from 'node:path'
import { MutationError } from './mutation-error.ts'
import { takeBaseline } from './baseline.ts'
import type { Baseline } from './baseline.ts'
import { instrument } from './instrument.ts'
import type { Mutant } from './instrument.ts'
import { runPlaywright } from './playwright-tests.ts'
import { summarise } from './summary.ts'
import { checkSurvivors } from './survivors.ts'
import type { ListedSurvivor } from './survivors.ts'
import type { Program } from './tester.ts'
import { Trial } from './trial.ts'
import type { Outcome } from './trial.ts'
import { readArguments } from '../../reports/command-line/read-arguments.ts'

const USAGE = `Would the unit tests notice a fault? Each mutant, a small change to a module, is switched on in turn, and one of the tests that run its code must fail: npm run test:mutation -- [module]...

  module   to mutate. Default: all, an hour and more

Exit code: 0, or 1 when too many survive or one that is not listed does; 2 when the command can't be understood.`

const PATTERNS = [
  'load/measure/**/*.ts',
  'reports/judge/**/*.ts',
  'reports/statistics/**/*.ts',
  'fixtures/browser/collector-cost/mann-whitney*.ts',
]

/** Least share of the mutants that must be killed. Listed survivors count as not killed. */
const LEAST_SCORE = 0.9

// What is tried ends with this process.
for (const [signal, number] of [
  ['SIGINT', 2],
  ['SIGTERM', 15],
] as const)
  process.once(signal, () => process.exit(128 + number))
const root = path.join(import.meta.dirname, '../..')
const { modules, tests } = listFiles()
const chosen = choose(readArguments({ allowPositionals: true }, USAGE).positionals)
const { sources, switchCount, mutants } = await instrument(root, chosen)
const program = { root, sources, switchCount, tests }
const baseline = await takeBaseline(program)
requireSame([...baseline.tests.keys()], await runPlaywright(root, tests))
console.log(`${mutants.length} mutants, ${baseline.tests.size} tests, which pass without them.`)
const outcomes = await tryAll(program, baseline, mutants)
const survivors = mutants.filter(({ id }) => ['survived', 'not-run'].includes(outcomes.get(id) ?? ''))
const check = checkSurvivors(survivors, readListed())
console.log(summarise(mutants, outcomes, check))
const score = mutants.length > 0 ? 1 - survivors.length / mutants.length : 1
const took = `${Math.round(performance.now() / 1000)} s`
console.log(`Killed ${(100 * score).toFixed(1)} % in ${took}; at least ${100 * LEAST_SCORE} % are wanted.`)
process.exitCode = score >= LEAST_SCORE && check.unlisted.length + check.stale.length === 0 ? 0 : 1

/** What stands in `testing/` is for tests: not mutated. */
function listFiles(): { modules: string[]; tests: string[] } {
  const all = globSync(PATTERNS, { cwd: root }).map(file => file.replaceAll(path.sep, '/'))
  const isTest = (file: string): boolean => file.endsWith('.test.ts')
  const isSupport = (file: string): boolean => file.includes('/testing/')
  return {
    modules: all.filter(file => !isTest(file) && !isSupport(file)).sort(),
    tests: all.filter(isTest).sort(),
  }
}

function choose(wanted: readonly string[]): readonly string[] {
  const unknown = wanted.filter(file => !modules.includes(file))
  if (unknown.length === 0) return wanted.length > 0 ? wanted : modules
  process.stderr.write(
    `There is nothing to mutate in ${unknown.join(', ')}. There are:\n  ${modules.join('\n  ')}\n`,
  )
  return process.exit(2)
}

/** Playwright is what decides in `npm test`: what is tried here must be all of its tests, and no others. */
function requireSame(tried: readonly string[], played: readonly string[]): void {
  const difference = [
    ...tried.filter(test => !played.includes(test)),
    ...played.filter(test => !tried.includes(test)),
  ]
  if (difference.length === 0 && tried.length === played.length) return
  throw new MutationError(
    `Playwright does not run the same tests as are tried here:\n${difference.join('\n')}`,
  )
}

/** Tries all mutants, as many at once as there are cores. */
async function tryAll(
  program: Program,
  baseline: Baseline,
  mutants: readonly Mutant[],
): Promise<Map<number, Outcome>> {
  const outcomes = new Map<number, Outcome>()
  const queue = mutants.values()
  const work = async (): Promise<void> => {
    const trial = new Trial(program, baseline)
    for (const { id } of queue) {
      outcomes.set(id, await trial.try(id))
      if (outcomes.size % 100 === 0) console.log(`${outcomes.size} of ${mutants.length}`)
    }
    await trial.stop()
  }
  await Promise.all(Array.from({ length: availableParallelism() }, work))
  return outcomes
}

/** The list for the chosen modules, and what it says of files that are gone. */
function readListed(): ListedSurvivor[] {
  const text = readFileSync(path.join(import.meta.dirname, 'survivors.json'), 'utf8')
  const listed = JSON.parse(text) as ListedSurvivor[]
  return listed.filter(({ file }) => chosen.includes(file) || !modules.includes(file))
}
