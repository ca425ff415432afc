import { expect, test } from '@playwright/test'
import { joinMachines, withBrowser } from './machine.ts'
import type { Machine } from './machine.ts'
import { readShards, shardKey } from './shards.ts'
import type { ShardFacts } from './shards.ts'

const machine = (more: Partial<Machine> = {}): Machine => {
  const one = {
    cpu: 'Xeon',
    cores: 4,
    memoryBytes: 8e9,
    os: 'Linux 6',
    node: 'v24',
    browser: 'none',
    fingerprint: '',
  }
  return withBrowser({ ...one, ...more }, more.browser ?? 'none')
}

const facts = (more: Partial<ShardFacts> = {}): ShardFacts => ({
  machine: machine(),
  target: 'staging',
  fleetmark: '1.0.0',
  settings: { PERF_AGENTS: '100' },
  ...more,
})

test('shards of one run that are all there are a whole run, in their order', () => {
  const merged = readShards({ [shardKey('2/2')]: facts(), [shardKey('1/2')]: facts(), ci: {} })
  expect(merged).toEqual({
    shards: [
      { shard: '1/2', machine: machine() },
      { shard: '2/2', machine: machine() },
    ],
    machine: machine(),
    faults: [],
  })
})

test('a run without shards was not merged', () => expect(readShards({ gitCommit: {} })).toBeUndefined())

test('shards that are missing are named', () => {
  expect(readShards({ [shardKey('2/3')]: facts() })?.faults).toEqual([
    'Shards are missing: 1/3, 3/3. Put the blob report of every shard into the folder that is merged.',
  ])
})

test('mixed targets, versions and settings are told with both values', () => {
  const other = facts({ target: 'live', fleetmark: '1.1.0', settings: { PERF_AGENTS: '200' } })
  const { faults = [] } = readShards({ [shardKey('1/2')]: facts(), [shardKey('2/2')]: other }) ?? {}
  expect(faults.map(fault => /did: (.*)\. Merge the shards of one run only\.$/.exec(fault)?.[1])).toEqual([
    'the target is live, not staging',
    'the version of Fleetmark is 1.1.0, not 1.0.0',
    'PERF_AGENTS is 200, not 100',
  ])
})

test('of machines that differ each name is told, and the least of each number', () => {
  const small = machine({ cpu: 'Epyc', cores: 2, memoryBytes: 16e9 })
  const joined = joinMachines([machine(), small, machine()])
  expect(joined).toMatchObject({
    cpu: 'Xeon + Epyc',
    cores: 2,
    memoryBytes: 8e9,
    os: 'Linux 6',
    node: 'v24',
  })
  expect(joined.fingerprint).not.toBe(machine().fingerprint)
  expect(joinMachines([machine(), machine()])).toEqual(machine())
})

test('a browser that becomes known later gives the machine the fingerprint that it has with it', () => {
  expect(withBrowser(machine(), 'Chromium 1')).toEqual(machine({ browser: 'Chromium 1' }))
})
