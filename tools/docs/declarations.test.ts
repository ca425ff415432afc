import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from '@playwright/test'
import type { TestInfo } from '@playwright/test'
import { endOfHead, membersOf, Sources } from './declarations.ts'
import type { Declared } from './declarations.ts'

const MODULES = {
  'entry.ts': `export { renamed as shown } from './inner/one.ts'
export type { Shape } from './inner/one.ts'
export { expect } from '@playwright/test'
/** Adds. @param b the other */
export const add = (a: number, b: number): number => a + b
// No doc.
export class Box {
  readonly #secret = 1
  /** What it holds. */
  readonly held: string = 'x'
  private hidden = 2
  constructor() {}
  /** Opens it. */
  open(): string { return this.held }
}
/** The whole. */
export default class Whole {}
`,
  'inner/one.ts': `export { renamed } from './two.ts'
/** A shape. */
export interface Shape {
  /** In mm. */
  side: number
}
`,
  'inner/two.ts': `/**
 * Says a name
 * twice.
 */
export async function renamed(name: string): Promise<string> {
  return name + name
}
/** Of either. */
export function either(a: string): string
export function either(a: number): number
export function either(a: never): never { return a }
`,
}

function sourcesOf(info: TestInfo): Sources {
  for (const [name, text] of Object.entries(MODULES)) {
    const file = info.outputPath(name)
    mkdirSync(path.dirname(file), { recursive: true })
    writeFileSync(file, text)
  }
  return new Sources(info.outputPath())
}

test('what a module exports is found where it is declared, with its doc comment and without its body', ({}, info) => {
  const sources = sourcesOf(info)
  const told = [...sources.exportsOf('entry.ts')].map(([name, one]) =>
    'from' in one ? [name, one] : [name, one.file, sources.told(one, one.node, endOfHead(one.node))],
  )
  expect(Object.fromEntries(told.map(([name, ...rest]) => [name, rest]))).toEqual({
    shown: [
      'inner/two.ts',
      { code: 'async function renamed(name: string): Promise<string>', doc: 'Says a name\ntwice.' },
    ],
    Shape: ['inner/one.ts', { code: 'interface Shape', doc: 'A shape.' }],
    expect: [{ name: 'expect', from: '@playwright/test' }],
    add: [
      'entry.ts',
      { code: 'const add = (a: number, b: number): number', doc: 'Adds. @param b the other' },
    ],
    Box: ['entry.ts', { code: 'class Box', doc: '' }],
    default: ['entry.ts', { code: 'class Whole', doc: 'The whole.' }],
  })
})

test('of a class its users see what is public, and no constructor', ({}, info) => {
  const sources = sourcesOf(info)
  const box = sources.find('entry.ts', 'Box') as Declared
  expect(membersOf(box.node).map(member => sources.told(box, member, endOfHead(member)))).toEqual([
    { code: 'readonly held: string', doc: 'What it holds.' },
    { code: 'open(): string', doc: 'Opens it.' },
  ])
})

test('a function for several kinds of arguments has a declaration for each, and not that of its body', ({}, info) => {
  const sources = sourcesOf(info)
  const either = sources.find('inner/two.ts', 'either') as Declared
  expect(sources.overloadsOf(either).map(one => sources.told(either, one, endOfHead(one)))).toEqual([
    { code: 'function either(a: string): string', doc: 'Of either.' },
    { code: 'function either(a: number): number', doc: '' },
  ])
})
