import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { fetchPackage } from '../../fixtures/fetched/fetch-package.ts'
import { countSwitches, useSwitches } from './switches.ts'

/** A change to a module that its tests should notice. */
export interface Mutant {
  /** The number of its switch, from 0. */
  id: number
  /** Relative to the project. */
  file: string
  /** From 1. */
  line: number
  /** The line that it begins in, without the blanks around it. */
  within: string
  /** The code changed and what it is changed to, each with its blanks collapsed. */
  original: string
  mutated: string
}

/** Modules that hold all of their mutants, each to be switched on by its id (`Switches`). */
export interface Instrumented {
  /** Sources by relative path. */
  sources: Record<string, string>
  /** How many switches they take. */
  switchCount: number
  mutants: Mutant[]
}

/** What is used of Stryker's instrumenter. Lines and columns count from 0. */
interface Instrumenter {
  instrument(
    files: readonly { name: string; mutate: boolean; content: string }[],
    options: { plugins: null; excludedMutations: []; ignorers: []; noHeader: true },
  ): Promise<{
    files: { name: string; content: string }[]
    mutants: {
      id: string
      fileName: string
      replacement: string
      location: { start: Position; end: Position }
    }[]
  }>
}
interface Position {
  line: number
  column: number
}

/**
 * Puts all mutants that Stryker knows of (none are left out) into the modules. Its instrumenter, 25 MB with what it needs, is fetched
 * from npm on first use, into a cache folder.
 *
 * @param files relative to `root`
 * @throws Error when the instrumenter can't be fetched, or a file not read
 */
export async function instrument(root: string, files: readonly string[]): Promise<Instrumented> {
  const contents = await Promise.all(files.map(file => readFile(path.join(root, file), 'utf8')))
  const textOf = new Map(files.map((file, index) => [file, contents[index] ?? '']))
  const instrumenter = await loadInstrumenter()
  const made = await instrumenter.instrument(
    [...textOf].map(([name, content]) => ({ name, content, mutate: true })),
    { plugins: null, excludedMutations: [], ignorers: [], noHeader: true },
  )
  const sources = Object.fromEntries(made.files.map(({ name, content }) => [name, useSwitches(content)]))
  return {
    sources,
    switchCount: countSwitches(Object.values(sources)),
    mutants: made.mutants.map(({ id, fileName: file, replacement, location: { start, end } }) => {
      const lines = (textOf.get(file) ?? '').split('\n')
      return {
        id: Number(id),
        file,
        line: start.line + 1,
        within: (lines[start.line] ?? '').trim(),
        original: collapse(cut(lines, start, end)),
        mutated: collapse(replacement),
      }
    }),
  }
}

function cut(lines: readonly string[], start: Position, end: Position): string {
  const some = lines.slice(start.line, end.line + 1)
  some.push((some.pop() ?? '').slice(0, end.column))
  const [first = '', ...rest] = some
  return [first.slice(start.column), ...rest].join('\n')
}

const collapse = (code: string): string => code.replaceAll(/\s+/g, ' ').trim()

async function loadInstrumenter(): Promise<Instrumenter> {
  const main = await fetchPackage('@stryker-mutator/instrumenter', '10.1.1', 'dist/src/index.js')
  const module = (await import(pathToFileURL(main).href)) as {
    Instrumenter: new (logger: object) => Instrumenter
  }
  const quiet = () => undefined
  return new module.Instrumenter({
    isDebugEnabled: () => false,
    debug: quiet,
    info: quiet,
    warn: console.warn,
  })
}
