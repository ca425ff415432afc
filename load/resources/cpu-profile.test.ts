import path from 'node:path'
import { expect, test } from '@playwright/test'
import { busiest, profileCpu } from './cpu-profile.ts'
import type { CpuProfile } from './cpu-profile.ts'
import { openInspector } from './open-inspector.ts'
import { startSubject } from './testing/subject.ts'

const frame = (
  id: number,
  functionName: string,
  url: string,
  lineNumber: number,
): CpuProfile['nodes'][0] => ({
  id,
  callFrame: { functionName, url, lineNumber },
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
  expect(busiest(profile, '/app')).toEqual([
    { name: 'hot', file: path.join('src', 'hot.js'), line: 10, share: 0.5 },
    { name: '(anonymous)', file: 'other.js', line: 1, share: 0.1 },
  ])
  expect(busiest({ nodes: NODES })).toEqual([])
})

test('a function that burns CPU in a process that runs already is found, with its file', async () => {
  await using subject = await startSubject()
  const inspector = await openInspector(subject.pid)
  try {
    const profile = await profileCpu(inspector, () => subject.follow('burn', 400))
    const own = busiest(profile, import.meta.dirname)
    expect(own[0]).toMatchObject({ file: path.join('testing', 'subject.main.ts') })
    expect(own.map(({ name }) => name)).toContain('usedUs')
    expect(own.reduce((sum, { share }) => sum + share, 0)).toBeLessThanOrEqual(1)
    // Another can be taken.
    await profileCpu(inspector, () => Promise.reject(new Error('no load'))).catch(() => {})
    expect((await profileCpu(inspector, async () => {})).nodes.length).toBeGreaterThan(0)
  } finally {
    await inspector.close()
  }
})
