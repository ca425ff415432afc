import path from 'node:path'
import { expect, test } from '@playwright/test'
import { openInspector } from '../open-inspector.ts'
import { startSubject } from '../testing/subject.ts'
import { Sources } from './sources.ts'
import { allocatingCalls, busiest, busyCalls, cpuTimeMs, hungriest, takeProfiles } from './v8-profile.ts'
import type { CpuProfile } from './v8-profile.ts'

const called = (functionName: string, url: string, lineNumber: number) => ({
  functionName,
  url,
  lineNumber,
  columnNumber: 0,
})

const frame = (id: number, ...where: Parameters<typeof called>): CpuProfile['nodes'][0] => ({
  id,
  callFrame: called(...where),
})

const NODES = [
  frame(1, '(idle)', '', -1),
  frame(2, 'hot', 'file:///app/src/hot.js', 9),
  // The same function, called from elsewhere.
  frame(3, 'hot', 'file:///app/src/hot.js', 9),
  frame(4, '', 'file:///app/other.js', 0),
  frame(5, 'parse', 'file:///app/node_modules/parser/index.js', 4),
  frame(6, 'read', 'node:fs', 100),
  frame(7, '(garbage collector)', '', -1),
]

test('the busiest functions are the own ones, by the share of the busy time that they took themselves', () => {
  const profile = {
    nodes: NODES,
    samples: [1, 2, 3, 4, 5, 6, 7, 1],
    timeDeltas: [0, 5000, 300, 200, 100, 200, 100, 100],
  }
  // Idle for 5000 us; then 300 + 200 + 100 + 200 + 100 + 100 busy, of which the last sample has none after it.
  expect(busiest(profile, new Sources('/app'))).toEqual([
    { name: 'hot', file: path.join('src', 'hot.js'), line: 10, share: 0.5 },
    { name: '(anonymous)', file: 'other.js', line: 1, share: 0.1 },
  ])
  expect(busiest({ nodes: NODES }, new Sources('/'))).toEqual([])
  // Under the root that V8 has, and one call inside another.
  const root = { ...frame(0, '(root)', '', -1), children: [1, 2, 4, 6, 7] }
  const calls = (node: CpuProfile['nodes'][0]) => (node.id === 2 ? { ...node, children: [3, 5] } : node)
  const tree = busyCalls({ ...profile, nodes: [root, ...NODES.map(calls)] }, new Sources('/app'))
  expect(tree.functions.map(({ name }) => name)).toEqual([
    'hot',
    'parse',
    '(anonymous)',
    'read',
    '(garbage collector)',
  ])
  expect(tree.total).toBe(1)
  expect(tree.calls).toEqual([
    [0, -1, 0.7, 0.3],
    [0, 0, 0.2, 0.2],
    [1, 0, 0.2, 0.2],
    [2, -1, 0.1, 0.1],
    [3, -1, 0.1, 0.1],
    [4, -1, 0.1, 0.1],
  ])
})

test('what allocates most is told by the share of all bytes, those of packages among them', () => {
  const node = (where: ReturnType<typeof called>, selfSize: number, children: object[] = []) => ({
    callFrame: where,
    selfSize,
    children: children as [],
  })
  const head = node(called('(root)', '', -1), 0, [
    node(called('keep', 'file:///app/a.js', 1), 300, [
      node(called('parse', 'file:///app/node_modules/b.js', 1), 500),
      node(called('keep', 'file:///app/a.js', 1), 200),
    ]),
  ])
  expect(hungriest({ head }, new Sources('/app'))).toEqual([
    { name: 'keep', file: 'a.js', line: 2, share: 0.5 },
  ])
  const { total, functions, calls } = allocatingCalls({ head }, new Sources('/app'))
  expect(total).toBe(1000)
  expect(functions.map(({ name }) => name)).toEqual(['keep', 'parse'])
  expect(calls).toEqual([
    [0, -1, 1000, 300],
    [1, 0, 500, 500],
    [0, 0, 200, 200],
  ])
})

test('a function that burns CPU in a process that runs already is found, and one that allocates, each with its file', async () => {
  await using subject = await startSubject()
  const inspector = await openInspector(subject.pid)
  const file = path.join('testing', 'subject.main.ts')
  const sources = new Sources(path.join(import.meta.dirname, '..'))
  try {
    const idleMs = await cpuTimeMs(inspector)
    const { cpu } = await takeProfiles(inspector, () => subject.follow('burn', 400))
    // It burns as much of its own time, whatever the machine does beside it.
    const burntMs = (await cpuTimeMs(inspector)) - idleMs
    expect(burntMs).toBeGreaterThanOrEqual(400)
    const own = busiest(cpu, sources)
    // V8 may have put the one into the other.
    expect(own[0]).toMatchObject({ file, name: expect.stringMatching(/^(usedUs|follow)$/) })
    expect(own.reduce((sum, { share }) => sum + share, 0)).toBeLessThanOrEqual(1)
    // Another can be taken.
    await takeProfiles(inspector, () => Promise.reject(new Error('no load'))).catch(() => {})
    const { heap } = await takeProfiles(inspector, () => subject.follow('keep', 40_000_000))
    expect(hungriest(heap, sources)[0]).toMatchObject({ file })
  } finally {
    await inspector.close()
  }
})
