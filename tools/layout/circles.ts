import path from 'node:path'
import type { ImportGraph } from './import-graph.ts'

/**
 * Finds imports that go in a circle: file by file, and folder by folder. In each folder what stands side by side, files and folders with all
 * that is in them, must import one another in one direction only. Tests and `testing/` may import across folders: nothing imports them.
 *
 * @returns a sentence for each circle, with the imports that make it; empty when there is none
 */
export function findCircles(imports: ImportGraph): string[] {
  const product = new Map([...imports].filter(([file]) => !isForTests(file)))
  const folders = new Set([...product.keys()].flatMap(ancestors))
  return [
    ...circlesOf(imports).map(circle => `The files ${circle.join(', ')} import one another in a circle.`),
    ...[...folders].sort().flatMap(folder => circlesIn(folder, product)),
  ]
}

function circlesIn(folder: string, imports: ImportGraph): string[] {
  const children = new Map<string, string[]>()
  const ties: { from: string; to: string; text: string }[] = []
  for (const [file, imported] of imports) {
    const from = childOf(folder, file)
    if (from === undefined) continue
    const reached = children.get(from) ?? []
    children.set(from, reached)
    for (const other of imported) {
      const to = childOf(folder, other)
      if (to === undefined || to === from) continue
      reached.push(to)
      ties.push({ from, to, text: `${file} -> ${other}` })
    }
  }
  // Files alone are told of as files.
  const circles = circlesOf(children).filter(circle => !circle.every(child => imports.has(child)))
  return circles.map(circle => {
    const own = ties.filter(({ from, to }) => circle.includes(from) && circle.includes(to))
    const lines = own.map(({ text }) => `  ${text}`)
    return `${circle.join(', ')} import one another in a circle:\n${lines.join('\n')}`
  })
}

/** The groups of nodes that reach one another (Tarjan, 1972), each in order of their names. */
function circlesOf(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  const found: string[][] = []
  const order = new Map<string, number>()
  const stack: string[] = []
  const visit = (node: string): number => {
    let least = order.size
    const own = least
    order.set(node, own)
    stack.push(node)
    for (const next of graph.get(node) ?? []) {
      if (!order.has(next)) least = Math.min(least, visit(next))
      else if (stack.includes(next)) least = Math.min(least, order.get(next) ?? own)
    }
    if (least === own) {
      const group = stack.splice(stack.indexOf(node))
      if (group.length > 1) found.push(group.sort())
    }
    return least
  }
  for (const node of graph.keys()) if (!order.has(node)) visit(node)
  return found
}

/** What of a folder holds a file: the file itself, or the folder within that leads to it. */
function childOf(folder: string, file: string): string | undefined {
  const prefix = folder === '' ? '' : `${folder}/`
  if (!file.startsWith(prefix)) return undefined
  const [name = ''] = file.slice(prefix.length).split('/')
  return prefix + name
}

function ancestors(file: string): string[] {
  const parent = path.posix.dirname(file)
  return parent === '.' ? [''] : [parent, ...ancestors(parent)]
}

const isForTests = (file: string): boolean => file.includes('.test.') || file.split('/').includes('testing')
