import { existsSync } from 'node:fs'
import path from 'node:path'
import { stat } from 'node:fs/promises'
import { systemClock } from '../clock.ts'
import type { Labels, Measurement, Unit } from '../measure/measurement.ts'
import type { Recording } from '../measure/recording.ts'
import { runCommand } from './run-command.ts'
import { emptyFolder, isWithin, plainPath, scratchCopy } from './scratch-copy.ts'
import type { ScratchCopy } from './scratch-copy.ts'
import { weigh } from './weigh.ts'
import type { Weighed } from './weigh.ts'

/** How a target is built from its sources. */
export interface Build {
  /** Its sources, from the working folder. Default: the working folder. */
  folder?: string
  /** A command that fetches what it needs, e.g. `npm ci`. Default: nothing is fetched. */
  install?: string
  /** A command that builds it, e.g. `npm run build`. */
  build: string
  /** The file or folder that the build leaves, from `folder`. */
  artefact: string
  /** Folders that the copy shares with the original, e.g. `node_modules` where nothing is installed. Default: none. */
  linked?: readonly string[]
  /** How often all of it is done. Default 3. */
  rounds?: number
  /** When a command is ended, ms. Default 10 minutes. */
  timeoutMs?: number
}

const ROUNDS = 3
const TIMEOUT_MS = 600_000

/** So many of the heaviest parts are told. */
const MOST_PARTS = 8

/** What went wrong, and so is not measured. */
class DeliveryFault extends Error {}

/** A command did not end in time: what comes after it in its round is not measured. */
class DeliveryLate extends DeliveryFault {}

/** Errors of a network that does not reach a registry. */
const UNREACHABLE = /\b(?:ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH)\b/

/** Caches of package managers and compilers, by the setting that moves each. */
const CACHES = {
  npm_config_cache: 'npm',
  npm_config_store_dir: 'pnpm',
  YARN_CACHE_FOLDER: 'yarn',
  PIP_CACHE_DIR: 'pip',
  GOCACHE: 'go-build',
  GOMODCACHE: 'go-mod',
  XDG_CACHE_HOME: 'xdg',
}

type Kept = ReturnType<Recording['samples']>

/** @returns how long measuring a build may take, ms: each of its commands may take until it is ended */
export function longestMs({ install, rounds = ROUNDS, timeoutMs = TIMEOUT_MS }: Build): number {
  return rounds * (install === undefined ? 2 : 4) * timeoutMs
}

/**
 * Installs and builds a target in fresh copies of its folder, round after round: with empty caches, and with those that this has filled. What fails is
 * not measured, and says why; a command that does not end in time took at least as long, and its round ends with it.
 *
 * @param env of the commands; their caches are moved
 */
export async function measureDelivery(
  build: Build,
  env: Readonly<Record<string, string | undefined>>,
  recording: Recording,
): Promise<Measurement[]> {
  const startMs = systemClock.nowMs()
  const kept = new Map<string, { metric: string; unit: Unit; labels: Labels; samples: Kept }>()
  const samplesOf = (metric: string, unit: Unit, labels: Labels): Kept => {
    const key = JSON.stringify([metric, labels])
    const one = kept.get(key) ?? {
      metric,
      unit,
      labels,
      samples: recording.samples({ metric, unit, labels }),
    }
    kept.set(key, one)
    return one.samples
  }
  for (const cache of ['cold', 'warm']) {
    if (build.install !== undefined) samplesOf('delivery.install', 'ms', { cache })
    samplesOf('delivery.build', 'ms', { cache })
  }
  for (const form of ['packed', 'unpacked']) samplesOf('delivery.size', 'bytes', { form })
  const fault = await measureRounds(build, env, samplesOf)
  const window = { startMs, endMs: systemClock.nowMs() }
  return [...kept.values()].map(({ metric, unit, labels, samples }): Measurement => {
    const common = { metric, unit, labels, window, doubts: [] }
    const data = samples.toData()
    if (!fault || (fault instanceof DeliveryLate && data.points.length > 0)) return { ...common, data }
    return { ...common, data: { kind: 'samples', points: [] }, absence: fault.message }
  })
}

/** @returns what went wrong, and ended it; or was not over in time in one round at least */
async function measureRounds(
  build: Build,
  env: Readonly<Record<string, string | undefined>>,
  samplesOf: (metric: string, unit: Unit, labels: Labels) => Kept,
): Promise<DeliveryFault | undefined> {
  let late: DeliveryLate | undefined
  try {
    await requireFolders(build)
    for (let round = 0; round < (build.rounds ?? ROUNDS); round++)
      await measureRound(build, env, samplesOf).catch((error: Error) => {
        if (!(error instanceof DeliveryLate)) throw error
        late = error
      })
    return late
  } catch (error) {
    if (error instanceof DeliveryFault) return error
    throw error
  }
}

async function measureRound(
  build: Build,
  env: Readonly<Record<string, string | undefined>>,
  samplesOf: (metric: string, unit: Unit, labels: Labels) => Kept,
): Promise<void> {
  await using caches = await emptyFolder()
  const moved = Object.fromEntries(
    Object.entries(CACHES).map(([name, folder]) => [name, path.join(caches.folder, folder)]),
  )
  const time = async (metric: string, cache: string, command: string, folder: string): Promise<void> => {
    const binaries = path.join(folder, 'node_modules/.bin')
    const PATH = `${binaries}${path.delimiter}${env['PATH'] ?? ''}`
    const timeoutMs = build.timeoutMs ?? TIMEOUT_MS
    const end = await runCommand(command, { folder, env: { ...env, ...moved, PATH }, timeoutMs })
    const samples = samplesOf(metric, 'ms', { cache })
    if (end.kind === 'done') samples.add(end.tookMs, systemClock.nowMs())
    if (end.kind === 'timeout') {
      samples.addCensored(timeoutMs, systemClock.nowMs())
      throw new DeliveryLate(
        `"${command}" did not end within ${timeoutMs / 1000} s in a fresh copy of ${folderOf(build)}. Look why, or raise "build.timeoutMs".`,
      )
    }
    if (end.kind === 'failed') throw new DeliveryFault(sentenceOf(command, build, end))
  }
  const fresh = () => freshCopy(build)
  {
    await using copy = await fresh()
    if (build.install !== undefined) await time('delivery.install', 'cold', build.install, copy.folder)
    await time('delivery.build', 'cold', build.build, copy.folder)
    const { parts, packedBytes, unpackedBytes } = await weighMade(build, copy.folder)
    const atMs = systemClock.nowMs()
    samplesOf('delivery.size', 'bytes', { form: 'packed' }).add(packedBytes, atMs)
    samplesOf('delivery.size', 'bytes', { form: 'unpacked' }).add(unpackedBytes, atMs)
    for (const { name, unpackedBytes: bytes } of parts.slice(0, MOST_PARTS))
      samplesOf('delivery.part', 'bytes', { part: name }).add(bytes, atMs)
    await time('delivery.build', 'warm', build.build, copy.folder)
  }
  if (build.install === undefined) return
  await using copy = await fresh()
  await time('delivery.install', 'warm', build.install, copy.folder)
}

/** @throws DeliveryFault where the build has left nothing, or what can't be weighed: nobody knows how light it is */
async function weighMade(build: Build, folder: string): Promise<Weighed> {
  const { artefact } = build
  const left = (what: string) => `"${build.build}" left ${what} in the copy of ${folderOf(build)}`
  const own = [folder, path.resolve(build.folder ?? '.')]
  const weighed = await weigh(path.join(folder, artefact), own).catch((cause: NodeJS.ErrnoException) => {
    const what =
      cause.code === 'ENOENT'
        ? `${left(`no "${artefact}"`)}: correct "build.artefact".`
        : `${left(`"${artefact}"`)}, which can't be weighed (${cause.message}).`
    throw new DeliveryFault(what, { cause })
  })
  if (weighed.unpackedBytes > 0) return weighed
  throw new DeliveryFault(`${left(`nothing in "${artefact}"`)}: correct "build.artefact".`)
}

const folderOf = ({ folder = '.' }: Build): string => (folder === '.' ? 'the working folder' : `"${folder}"`)

/** @throws DeliveryFault where something of it can't be copied, or does not fit on the disk */
function freshCopy(build: Build): Promise<ScratchCopy> {
  const folder = path.resolve(build.folder ?? '.')
  return scratchCopy(folder, build.artefact, build.linked).catch((cause: Error) => {
    throw new DeliveryFault(`No fresh copy of ${folderOf(build)} can be made (${cause.message}).`, { cause })
  })
}

/** @throws DeliveryFault where the build names what is not there, or what is not in its folder */
async function requireFolders(build: Build): Promise<void> {
  const { folder = '.', artefact, linked = [] } = build
  const isFolder = await stat(path.resolve(folder)).then(
    found => found.isDirectory(),
    () => false,
  )
  if (!isFolder) throw new DeliveryFault(`There is no folder ${folderOf(build)}: correct "build.folder".`)
  const [made, ...links] = [artefact, ...linked].map(plainPath)
  for (const [field, named] of [
    ['artefact', made ?? ''] as const,
    ...links.map(one => ['linked', one] as const),
  ])
    if (path.isAbsolute(named) || named.split(path.sep)[0] === '..')
      throw new DeliveryFault(`"${named}" is no path within ${folderOf(build)}: correct "build.${field}".`)
  for (const link of links) {
    if (!existsSync(path.resolve(folder, link)))
      throw new DeliveryFault(
        `There is no "${link}" in ${folderOf(build)} that a copy could share: make it, or correct "build.linked".`,
      )
    if (made === link || isWithin(made ?? '', link))
      throw new DeliveryFault(
        `"build.artefact" is in "${link}", which the copy shares with the original: what an earlier build left there would be weighed. Correct "build.linked".`,
      )
  }
}

function sentenceOf(
  command: string,
  build: Build,
  { how, lastLine, output }: { how: string; lastLine: string; output: string },
): string {
  const said = lastLine === '' ? 'it said nothing' : `it said last: ${lastLine}`
  const what = `"${command}" failed (${how}) in a fresh copy of ${folderOf(build)}; ${said}.`.replace(
    /\.\.$/,
    '.',
  )
  return UNREACHABLE.test(output)
    ? `${what} The registry can't be reached: try again with a network, or name one that can (npm_config_registry).`
    : `${what} Run it there yourself: git clone the folder, and run the same.`
}
