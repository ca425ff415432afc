import { expect, test } from '@playwright/test'
import type { LoadMachine } from '../run-report.ts'
import { Gathered } from './gathered.ts'

const machine: LoadMachine = {
  name: 'host-1',
  host: 'host',
  cpu: 'a cpu',
  cores: 2,
  memoryBytes: 1,
  os: 'an os',
  node: '24',
}

test('a machine that works for one process of the run after another is one; the worst that was told of it stands', () => {
  const gathered = new Gathered()
  const told: LoadMachine[] = [
    { ...machine, clock: { aheadMs: 1, errorMs: 4 }, lost: 'said nothing for 15 s' },
    { ...machine, name: 'host-2' },
    { ...machine, clock: { aheadMs: 2, errorMs: 3 } },
    machine,
  ]
  for (const one of told) gathered.take({ kind: 'machine', machine: one })
  expect(gathered.machines).toEqual([
    { ...machine, clock: { aheadMs: 2, errorMs: 4 }, lost: 'said nothing for 15 s' },
    { ...machine, name: 'host-2' },
  ])
})
