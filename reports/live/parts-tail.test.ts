import { appendFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from '@playwright/test'
import { writeLine } from '../parts/part-line.ts'
import { PartsTail } from './parts-tail.ts'

let folder = ''
test.beforeEach(() => void (folder = mkdtempSync(path.join(tmpdir(), 'tail-'))))
test.afterEach(() => rmSync(folder, { recursive: true }))

test('each line is read once, when it is whole, and also one that is longer than what is read at a time', () => {
  const file = path.join(folder, 'parts.ndjson')
  const tail = new PartsTail(file)
  const told = (): unknown[] =>
    [...tail.read()].map(line => (line.kind === 'error' ? line.text.length : line))
  expect(told()).toEqual([])
  const long = writeLine({ kind: 'error', text: 'x'.repeat(3_000_000) })
  appendFileSync(file, writeLine({ kind: 'error', text: 'one' }) + long.slice(0, 2_500_000))
  expect(told()).toEqual([3])
  appendFileSync(file, long.slice(2_500_000) + 'half a l\n' + writeLine({ kind: 'error', text: 'four' }))
  expect(told()).toEqual([3_000_000, 4])
  expect(told()).toEqual([])
  tail.close()
})
