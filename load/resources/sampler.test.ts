import { expect, test } from '@playwright/test'
import type { Measurement } from '../measure/measurement.ts'
import { ResourceError } from './resource-error.ts'
import type { Figure, ResourceReading, ResourceSource } from './resource-source.ts'
import { ResourceSampler } from './sampler.ts'

/** A source whose readings are these, and then the last one again and again. */
class Played implements ResourceSource {
  readonly tells: readonly Figure[]
  readonly #readings: (ResourceReading | string)[]
  reads = 0

  constructor(tells: readonly Figure[], readings: (ResourceReading | string)[]) {
    this.tells = tells
    this.#readings = readings
  }

  async read(): Promise<ResourceReading> {
    const reading = this.#readings[Math.min(this.reads++, this.#readings.length - 1)] ?? {}
    if (typeof reading === 'string') throw new ResourceError('ERR_RESOURCES_CONTENT', reading)
    return reading
  }

  async close(): Promise<void> {}

  /** Resolves when it was read so often, the reading with which a phase begins included. */
  async until(reads: number): Promise<void> {
    await expect.poll(() => this.reads, { intervals: [1] }).toBeGreaterThanOrEqual(reads)
  }
}

const valuesOf = (all: readonly Measurement[], metric: string, labels = {}): number[] =>
  all
    .filter(
      one =>
        one.metric === metric && Object.entries(labels).every(([name, value]) => one.labels[name] === value),
    )
    .flatMap(({ data }) => (data.kind === 'samples' ? data.points.map(({ value }) => value) : []))

test('what is read is kept by its phase, from the first source that tells it, and CPU is a share of the cores', async () => {
  const processes = new Played(['cpu', 'memory'], [{}, { cpu: 2, memory: 100 }])
  const page = new Played(['memory', 'heap'], [{ memory: 7, heap: 50 }])
  const sampler = new ResourceSampler({ sources: [processes, page], cores: 4, periodMs: 1 })
  await sampler.during('idle', () => page.until(3))
  const read = sampler.finish()
  expect(new Set(valuesOf(read, 'resources.cpu', { phase: 'idle' }))).toEqual(new Set([0.5]))
  expect(new Set(valuesOf(read, 'resources.memory', { phase: 'idle' }))).toEqual(new Set([100]))
  expect(new Set(valuesOf(read, 'resources.heap', { phase: 'idle' }))).toEqual(new Set([50]))
  expect(valuesOf(read, 'resources.heap', { phase: 'load' })).toEqual([])
})

test('what a load leaves is the readings after it, against the middle one before', async () => {
  const source = new Played(['threads', 'descriptors'], [{ threads: 10, descriptors: 20 }])
  const sampler = new ResourceSampler({ sources: [source], periodMs: 1 })
  await sampler.during('idle', () => source.until(3))
  const later = new Played(['threads', 'descriptors'], [{ threads: 10, descriptors: 30 }])
  source.read = () => later.read()
  await sampler.during('after', () => later.until(3))
  const read = sampler.finish()
  expect(new Set(valuesOf(read, 'resources.threads.left'))).toEqual(new Set([1]))
  expect(new Set(valuesOf(read, 'resources.descriptors.left'))).toEqual(new Set([1.5]))
})

for (const after of [0, 40]) {
  test(`what was 0 before a load and is ${after} after it is no multiple, and nobody’s fault`, async () => {
    const source = new Played(['threads', 'descriptors'], [{ threads: 10, descriptors: 0 }])
    const sampler = new ResourceSampler({ sources: [source], periodMs: 1 })
    await sampler.during('idle', () => source.until(3))
    const later = new Played(['threads', 'descriptors'], [{ threads: 20, descriptors: after }])
    source.read = () => later.read()
    await sampler.during('after', () => later.until(3))
    const read = sampler.finish()
    expect(read.filter(({ metric }) => metric === 'resources.descriptors.left')).toMatchObject([
      {
        data: { points: [] },
        absence: 'The target told 0 open files and sockets before the load, of which there is no multiple.',
        isExcused: true,
      },
    ])
    expect(new Set(valuesOf(read, 'resources.threads.left'))).toEqual(new Set([2]))
    expect(read.find(({ metric }) => metric === 'resources.threads.left')).not.toHaveProperty('absence')
  })
}

test('pauses are kept by their kind, with the share of the time that they took and major ones a minute', async () => {
  const pause = (kind: string, lastedMs: number) => ({ kind, atMs: Date.now(), lastedMs })
  const source = new Played(
    ['pauses'],
    [{ pauses: [pause('major', 900)] }, { pauses: [pause('minor', 2), pause('major', 40)] }, { pauses: [] }],
  )
  const sampler = new ResourceSampler({ sources: [source], periodMs: 1 })
  await sampler.during('load', () => source.until(3))
  const read = sampler.finish()
  const counts = read.flatMap(({ metric, labels, data }) =>
    metric === 'resources.gc' && data.kind === 'histogram' ? [[labels['kind'], data.n]] : [],
  )
  // What was before the phase is not of it.
  expect(counts).toEqual([
    ['minor', 1],
    ['major', 1],
  ])
  const { window } = read.find(({ metric }) => metric === 'resources.gc.major') ?? {}
  const lastedMs = (window?.endMs ?? 0) - (window?.startMs ?? 0)
  expect(valuesOf(read, 'resources.gc.major')[0]).toBeCloseTo(60_000 / lastedMs, 6)
  const [share = 0] = valuesOf(read, 'resources.gc.share', { phase: 'load' })
  expect(share).toBeGreaterThanOrEqual(42 / lastedMs)
})

test('a source that fails is told once, and keeps no other from being read', async () => {
  const told: string[] = []
  const faulty = new Played(['heap', 'pauses'], [{}, 'The inspector is gone.'])
  const sound = new Played(['memory'], [{ memory: 5 }])
  const sampler = new ResourceSampler({ sources: [faulty, sound], periodMs: 1, warn: one => told.push(one) })
  await sampler.during('idle', () => faulty.until(4))
  const read = sampler.finish()
  expect(told).toEqual(['The inspector is gone.'])
  expect(valuesOf(read, 'resources.memory').length).toBeGreaterThan(0)
  expect(read.find(({ metric }) => metric === 'resources.heap')).toMatchObject({
    absence: 'The inspector is gone.',
    data: { points: [] },
  })
  expect(read.find(({ metric }) => metric === 'resources.heap')).not.toHaveProperty('isExcused')
  expect(read.find(({ metric }) => metric === 'resources.gc')).toMatchObject({
    absence: 'The inspector is gone.',
  })
})

test('what no source tells, and a collector that had nothing to do, is nobody’s fault', async () => {
  const source = new Played(['memory', 'pauses'], [{ memory: 5, pauses: [] }])
  const sampler = new ResourceSampler({ sources: [source], periodMs: 1 })
  await sampler.during('idle', () => source.until(3))
  const absent = new Map(sampler.finish().map(one => [one.metric, one]))
  expect(absent.get('resources.threads.left')).toMatchObject({
    absence: 'Nothing that the target gives tells its threads.',
    isExcused: true,
  })
  expect(absent.get('resources.gc')).toMatchObject({
    absence: 'The target has collected no garbage while it was read.',
    isExcused: true,
  })
})

test('what there is to doubt of a load is to be doubted of what was read under it, and of what it left', async () => {
  const source = new Played(['threads', 'cpu'], [{ threads: 4, cpu: 0.1 }])
  const sampler = new ResourceSampler({ sources: [source], periodMs: 1 })
  const doubt = { kind: 'load-not-applied', wanted: 10, applied: 5 } as const
  await sampler.during('idle', () => source.until(3))
  await sampler.during('load', async () => {
    await source.until(6)
    return [doubt]
  })
  await sampler.during('after', () => source.until(9))
  const doubted = sampler
    .finish()
    .filter(({ doubts }) => doubts.some(({ kind }) => kind === 'load-not-applied'))
  expect(doubted.map(({ metric, labels }) => [metric, labels['phase']])).toEqual([
    ['resources.cpu', 'load'],
    ['resources.threads', 'load'],
    ['resources.threads.left', undefined],
  ])
})
