import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from '@playwright/test'
import { findCircles } from './circles.ts'
import { readImportGraph } from './import-graph.ts'

const graphOf = (imports: Record<string, string[]>): Map<string, string[]> => new Map(Object.entries(imports))

test('files that import one another are found, however long the way round', () => {
  const circles = findCircles(
    graphOf({ 'a.ts': ['b.ts'], 'b.ts': ['c.ts'], 'c.ts': ['a.ts'], 'd.ts': ['a.ts'] }),
  )
  expect(circles).toEqual(['The files a.ts, b.ts, c.ts import one another in a circle.'])
})

test('a file on which many paths meet is no circle', () => {
  const imports = { 'a.ts': ['b.ts', 'c.ts'], 'b.ts': ['d.ts'], 'c.ts': ['d.ts'], 'd.ts': [] }
  expect(findCircles(graphOf(imports))).toEqual([])
})

test('folders that import one another by different files are found, and the imports are named', () => {
  const imports = {
    'x/red/a.ts': ['x/blue/b.ts'],
    'x/blue/b.ts': [],
    'x/blue/deep/c.ts': ['x/red/d.ts'],
    'x/red/d.ts': [],
  }
  expect(findCircles(graphOf(imports))).toEqual([
    'x/blue, x/red import one another in a circle:\n  x/red/a.ts -> x/blue/b.ts\n  x/blue/deep/c.ts -> x/red/d.ts',
  ])
})

test('a file and a folder beside it that import one another are found', () => {
  const imports = {
    'x/lab.ts': ['x/browser/visit.ts'],
    'x/browser/record.ts': ['x/lab.ts'],
    'x/browser/visit.ts': [],
  }
  expect(findCircles(graphOf(imports))).toHaveLength(1)
})

test('tests and their support may import across folders', () => {
  const imports = {
    'x/red/a.ts': ['x/blue/b.ts'],
    'x/blue/b.ts': [],
    'x/blue/b.test.ts': ['x/red/a.ts'],
    'x/blue/testing/c.ts': ['x/red/a.ts'],
  }
  expect(findCircles(graphOf(imports))).toEqual([])
})

test('what is imported for its type alone, exported on, or loaded when it is needed counts', ({}, info) => {
  const root = info.outputPath()
  const write = (file: string, source: string): void => {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true })
    writeFileSync(path.join(root, file), source)
  }
  write('a.ts', "import type { B } from './in/b.ts'\nexport const a: B = 1")
  write('in/b.ts', "export type B = number\nexport * from '../c.ts'\nimport 'node:fs'")
  write('c.ts', "export const c = () => import('./a.ts')")
  const graph = readImportGraph(root, ['**/*.ts'])
  expect(Object.fromEntries(graph)).toEqual({ 'a.ts': ['in/b.ts'], 'c.ts': ['a.ts'], 'in/b.ts': ['c.ts'] })
  expect(findCircles(graph)[0]).toBe('The files a.ts, c.ts, in/b.ts import one another in a circle.')
})

test('a file that is no TypeScript is named', ({}, info) => {
  const root = info.outputPath()
  mkdirSync(root, { recursive: true })
  writeFileSync(path.join(root, 'broken.ts'), 'const = 1')
  expect(() => readImportGraph(root, ['*.ts'])).toThrow(/^broken\.ts can't be parsed: /)
})

test('no files or folders of this repository import one another in a circle', () => {
  const root = path.join(import.meta.dirname, '../..')
  const folders = ['load', 'reports', 'fixtures', 'e2e', 'tools']
  const imports = readImportGraph(root, ['*.ts', ...folders.map(folder => `${folder}/**/*.{ts,tsx}`)])
  expect(imports.size).toBeGreaterThan(500)
  expect(findCircles(imports)).toEqual([])
})
