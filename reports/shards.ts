import { joinMachines } from './machine.ts'
import type { Machine } from './machine.ts'
import type { Shard } from './run-report.ts'

/** What a shard of a run leaves in the metadata of Playwright's blob report, under `shardKey`. */
export interface ShardFacts {
  machine: Machine
  target: string
  fleetmark: string
  /** Those that say what is measured. */
  settings: Readonly<Record<string, string>>
}

const KEY = /^fleetmark (\d+)\/(\d+)$/

/** @param shard as on the command line: `1/3` @returns the name of its facts in the metadata */
export const shardKey = (shard: string): string => `fleetmark ${shard}`

/** What was merged. */
export interface Merged {
  /** In order. */
  shards: Shard[]
  /** What all of them measured on. */
  machine: Machine
  /** Why it is no whole run, in sentences: shards that are missing, or that measured otherwise than the first. */
  faults: string[]
}

interface Placed {
  place: number
  of: number
  facts: ShardFacts
}

/**
 * @param metadata of a configuration that `playwright merge-reports` put together
 * @returns what it tells of the shards; nothing where there were none
 */
export function readShards(metadata: Readonly<Record<string, unknown>>): Merged | undefined {
  const [first, ...others] = Object.entries(metadata)
    .flatMap(([key, facts]): Placed[] => {
      const [, place, of] = KEY.exec(key) ?? []
      return place && of ? [{ place: Number(place), of: Number(of), facts: facts as ShardFacts }] : []
    })
    .toSorted((a, b) => a.place - b.place)
  if (!first) return undefined
  const shards = [first, ...others].map(({ place, of, facts }) => ({
    shard: `${place}/${of}`,
    machine: facts.machine,
  }))
  return {
    shards,
    machine: joinMachines(shards.map(({ machine }) => machine)),
    faults: faultsOf(first, others),
  }
}

function faultsOf(first: Placed, others: readonly Placed[]): string[] {
  const shards = [first, ...others]
  const seen = new Set(shards.map(({ place }) => place))
  const all = Array.from({ length: first.of }, (_, index) => index + 1)
  const missing = all.filter(place => !seen.has(place)).map(place => `${place}/${first.of}`)
  return [
    ...(missing.length > 0
      ? [
          `${missing.length === 1 ? 'A shard is' : 'Shards are'} missing: ${missing.join(', ')}. Put the blob report of every shard into the folder that is merged.`,
        ]
      : []),
    ...others.flatMap(({ place, of, facts }) =>
      differences(first.facts, facts).map(
        difference =>
          `Shard ${place}/${of} did not measure as shard ${first.place}/${first.of} did: ${difference}. Merge the shards of one run only.`,
      ),
    ),
  ]
}

function differences(a: ShardFacts, b: ShardFacts): string[] {
  const names = new Set([...Object.keys(a.settings), ...Object.keys(b.settings)])
  const pairs: [name: string, a: string | undefined, b: string | undefined][] = [
    ['the target', a.target, b.target],
    ['the version of Fleetmark', a.fleetmark, b.fleetmark],
    ...[...names].map((name): [string, string | undefined, string | undefined] => [
      name,
      a.settings[name],
      b.settings[name],
    ]),
  ]
  return pairs
    .filter(([, one, other]) => one !== other)
    .map(([name, one, other]) => `${name} is ${other ?? 'not set'}, not ${one ?? 'not set'}`)
}
