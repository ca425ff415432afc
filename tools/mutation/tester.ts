import { registerHooks } from 'node:module'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import * as fc from 'fast-check'
import { collected, collectFrom } from './collected-tests.ts'
import { SWITCHES } from './switches.ts'
import type { Switches } from './switches.ts'

// The program of a process that loads the test files once, over instrumented modules, and runs single tests with a mutant on or off.

/** Instrumented modules and the tests of them. */
export interface Program {
  /** Folder that files are named relative to. */
  root: string
  /** Instrumented modules: relative path and source. */
  sources: Readonly<Record<string, string>>
  /** How many switches they take. */
  switchCount: number
  /** Test files, relative. */
  tests: readonly string[]
}

/** Loads the test files, with a mutant on unless it is `undefined`. */
export interface LoadOrder {
  kind: 'load'
  program: Program
  mutant: number | undefined
}

/** Runs a test, with a mutant on unless it is `undefined`. */
export interface RunOrder {
  kind: 'run'
  /** A test's `key`. */
  test: string
  mutant: number | undefined
  /** How often the mutant may be run before the test is ended as endless. */
  hitLimit: number
}

/** How often the code of each mutant was run, by the mutant; without those that were not. */
export type Hits = ReadonlyMap<number, number>

/** The answer to an order. `hits` of a load are those of code that ran while the files were loaded. */
export type Answer =
  | { kind: 'loaded'; tests: string[]; hits: Hits }
  | { kind: 'passed'; tookMs: number; hits: Hits }
  | { kind: 'failed'; message: string }
  | { kind: 'endless' }

let activeHits = 0
let activeLimit = Number.POSITIVE_INFINITY
const switches: Switches = {
  active: -1,
  hits: new Float64Array(),
  hit() {
    if (++activeHits > activeLimit) throw new Error('The mutant was run too often.')
    return true
  },
}
Object.assign(globalThis, { [SWITCHES]: switches })

// The same values in each run, or a mutant would be killed in one and survive the next; and no search for the smallest that fails.
fc.configureGlobal({ seed: 1, endOnFailure: true })

process.on('message', (order: LoadOrder | RunOrder) => {
  const answering = order.kind === 'load' ? load(order) : run(order)
  void answering.then(answer => process.send?.(answer))
})

async function load({ program, mutant }: LoadOrder): Promise<Answer> {
  const { root, sources, switchCount, tests } = program
  switches.hits = new Float64Array(switchCount)
  switches.active = mutant ?? -1
  const standIn = new URL('stand-in.ts', import.meta.url).href
  registerHooks({
    resolve: (specifier, context, next) =>
      specifier === '@playwright/test' && context.parentURL !== standIn
        ? { url: standIn, shortCircuit: true }
        : next(specifier, context),
    load(url, context, next) {
      const file = url.startsWith('file:') ? relative(root, fileURLToPath(url)) : url
      const source = sources[file]
      return source === undefined
        ? next(url, context)
        : { format: 'module-typescript', source, shortCircuit: true }
    },
  })
  try {
    for (const file of tests) {
      collectFrom(file)
      await import(pathToFileURL(path.join(root, file)).href)
    }
  } catch (error) {
    return { kind: 'failed', message: String(error) }
  }
  return { kind: 'loaded', tests: collected.map(({ key }) => key), hits: listHits() }
}

const relative = (root: string, file: string): string => path.relative(root, file).split(path.sep).join('/')

async function run({ test, mutant, hitLimit }: RunOrder): Promise<Answer> {
  const wanted = collected.find(({ key }) => key === test)
  if (!wanted) return { kind: 'failed', message: `There is no test "${test}".` }
  switches.active = mutant ?? -1
  switches.hits.fill(0)
  activeHits = 0
  activeLimit = hitLimit
  const beganMs = performance.now()
  try {
    await wanted.body()
  } catch (error) {
    return activeHits > hitLimit ? { kind: 'endless' } : { kind: 'failed', message: String(error) }
  }
  return { kind: 'passed', tookMs: performance.now() - beganMs, hits: listHits() }
}

function listHits(): Hits {
  return new Map([...switches.hits.entries()].filter(([, count]) => count > 0))
}
