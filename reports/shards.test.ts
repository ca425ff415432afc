import { expect, test } from '@playwright/test'
import { shardFaults, shardKey } from './shards.ts'
import type { ShardFacts } from './shards.ts'

const facts = (more: Partial<ShardFacts> = {}): ShardFacts => ({
  target: 'staging',
  fleetmark: '1.0.0',
  settings: { PERF_AGENTS: '100' },
  ...more,
})

test('shards of one run that are all there are a whole run, and so is one without shards', () => {
  expect(shardFaults({ [shardKey('2/2')]: facts(), [shardKey('1/2')]: facts(), ci: {} })).toEqual([])
  expect(shardFaults({ gitCommit: {} })).toEqual([])
})

test('shards that are missing are named', () => {
  expect(shardFaults({ [shardKey('2/3')]: facts() })).toEqual([
    'Shards are missing: 1/3, 3/3. Put the blob report of every shard into the folder that is merged.',
  ])
})

test('mixed targets, versions and settings are told with both values', () => {
  const other = facts({ target: 'live', fleetmark: '1.1.0', settings: { PERF_AGENTS: '200' } })
  const faults = shardFaults({ [shardKey('1/2')]: facts(), [shardKey('2/2')]: other })
  expect(faults.map(fault => /did: (.*)\. Merge the shards of one run only\.$/.exec(fault)?.[1])).toEqual([
    'the target is live, not staging',
    'the version of Fleetmark is 1.1.0, not 1.0.0',
    'PERF_AGENTS is 200, not 100',
  ])
})
