import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { expect, test } from '@playwright/test'
import { makeFolder } from '../make-folder.ts'
import { describeMachine } from '../machine.ts'
import { PARTS_VERSION } from './part-line.ts'
import type { PartsHeader } from './part-line.ts'
import { PartsFile } from './parts-file.ts'
import { readParts } from './read-parts.ts'

const header: PartsHeader = {
  kind: 'header',
  version: PARTS_VERSION,
  pid: 4_000_000,
  startedAtMs: 1_763_733_600_000,
  machine: describeMachine('none'),
  asked: [],
  options: {
    runId: '20261121T174606Z',
    slos: [],
    target: { name: 'reference', overrides: [] },
    settings: {},
    seeds: {},
    fleetmark: '1.0.0',
    declarations: { metrics: [], sections: [] },
  },
}

test('of a disk that fills while a run goes on, all is read that was written whole', async ({}, info) => {
  const disk = info.outputPath('disk')
  makeFolder(disk)
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', disk])
  test.skip(mounted.status !== 0, 'Only root on Linux can make a disk of 64 kB.')
  try {
    const told: string[] = []
    const file = path.join(disk, 'run', 'parts.ndjson')
    const parts = PartsFile.begin(file, header, sentence => told.push(sentence))
    let written = 0
    for (; told.length === 0; written++)
      parts.append({ kind: 'begun', step: `${written}`, name: 'a step', file: 'a.spec.ts', startMs: written })
    // The run goes on, and is told nothing again.
    parts.append({ kind: 'error', text: 'later' })
    parts.close()
    expect(told).toEqual([expect.stringMatching(/parts\.ndjson can't be written \(ENOSPC.*Free the disk/)])
    const { steps, problems } = await readParts(file)
    expect([...steps.keys()]).toEqual(Array.from({ length: steps.size }, (_, step) => `${step}`))
    // Of the last line all but its end may have found room.
    expect([written - 1, written]).toContain(steps.size)
    expect(problems).toEqual([])
  } finally {
    spawnSync('umount', [disk])
  }
})
