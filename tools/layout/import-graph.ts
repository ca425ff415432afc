import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { parseSync } from 'oxc-parser'

/** The files of a tree, by their paths from its root with `/`, and the files that each imports, for its types alone too. */
export type ImportGraph = ReadonlyMap<string, readonly string[]>

/**
 * Reads who imports whom.
 *
 * @param root the tree's folder
 * @param patterns globs from there, of TypeScript files
 * @returns imports among the files found; those of packages and of other files are left out
 * @throws Error when a file can't be parsed
 */
export function readImportGraph(root: string, patterns: readonly string[]): ImportGraph {
  const files = globSync([...patterns], { cwd: root }).map(file => file.replaceAll(path.sep, '/'))
  const known = new Set(files)
  return new Map(
    files.sort().map(file => {
      const source = readFileSync(path.join(root, file), 'utf8')
      const imported = importsOf(file, source).map(specifier =>
        path.posix.join(path.posix.dirname(file), specifier),
      )
      return [file, [...new Set(imported)].filter(one => known.has(one))]
    }),
  )
}

function importsOf(file: string, source: string): string[] {
  const { module, errors } = parseSync(file, source)
  if (errors[0]) throw new Error(`${file} can't be parsed: ${errors[0].message}`)
  const requests = [
    ...module.staticImports.map(({ moduleRequest }) => moduleRequest.value),
    ...module.staticExports.flatMap(({ entries }) => entries.map(entry => entry.moduleRequest?.value ?? '')),
    ...module.dynamicImports.map(({ moduleRequest: { start, end } }) => source.slice(start + 1, end - 1)),
  ]
  return requests.filter(request => request.startsWith('.'))
}
