import { mkdirSync } from 'node:fs'
import { expect, test } from '@playwright/test'
import { startCheckpoints } from './start-checkpoints.ts'
import { nextCheckpoint } from './write-checkpoint.ts'

test('what writes checkpoints begins anew where it ends before the run, and no more after it', async ({}, info) => {
  const told: string[] = []
  const writer = new URL('./testing/ends.ts', import.meta.url)
  const end = startCheckpoints(info.outputPath(), 50, line => told.push(line), writer)
  await expect.poll(() => told.length).toBeGreaterThan(3)
  end()
  expect(told.slice(0, 4)).toEqual([
    'Checkpoint  begun by 50\n',
    'What writes checkpoints ended (exit code 3): the next is written when it is due.\n',
    'Checkpoint  begun by 50\n',
    'What writes checkpoints ended (exit code 3): the next is written when it is due.\n',
  ])
})

test('a checkpoint never takes the place of one that is there', ({}, info) => {
  const folder = info.outputPath()
  expect(nextCheckpoint(folder)).toBe(1)
  for (const name of ['001', '009', 'notes']) mkdirSync(`${folder}/checkpoints/${name}`, { recursive: true })
  expect(nextCheckpoint(folder)).toBe(10)
})
