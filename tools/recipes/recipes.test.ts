import { readFileSync } from 'node:fs'
import { expect, test } from '@playwright/test'
import { Deployment } from 'kubernetes-models/apps/v1'
import { Job } from 'kubernetes-models/batch/v1'
import { Service } from 'kubernetes-models/v1'
import { parse, parseAllDocuments } from 'yaml'
import { parseSettings } from '../../fixtures/settings/settings.ts'

const read = (name: string): string =>
  readFileSync(new URL(`../../docs/recipes/${name}`, import.meta.url), 'utf8')

const MODELS = { Service, Deployment, Job }

interface Container {
  name: string
  image: string
  command?: string[]
  args?: string[]
  env?: { name: string; value?: string }[]
}

interface Pod {
  containers: Container[]
  initContainers?: Container[]
}

interface Manifest {
  kind: keyof typeof MODELS
  metadata: { name: string }
  spec: { completions?: number; template?: { spec: Pod } }
}

const manifests = (): Manifest[] =>
  parseAllDocuments(read('kubernetes.yaml')).map(one => one.toJS() as Manifest)

test('the Kubernetes manifest is as the schemas of its kinds have it', () => {
  const kinds = manifests().map(manifest => {
    new MODELS[manifest.kind](manifest as never).validate()
    return manifest.kind
  })
  expect(kinds).toEqual(['Service', 'Deployment', 'Job', 'Job'])
  const wrong = { ...manifests().at(-1), spec: { template: 5 } }
  expect(() => new Job(wrong as never).validate()).toThrow()
})

test('as many workers are started as the run asks for, on the queue that there is', () => {
  const [queue, , workers, run] = manifests()
  const valueOf = (manifest: Manifest | undefined, name: string): string | undefined =>
    manifest?.spec.template?.spec.containers[0]?.env?.find(one => one.name === name)?.value
  expect(valueOf(run, 'PERF_WORKERS')).toBe(String(workers?.spec.completions))
  for (const manifest of [workers, run])
    expect(new URL(valueOf(manifest, 'PERF_QUEUE')?.replace('$(PASSWORD)', 'x') ?? '').hostname).toBe(
      queue?.metadata.name,
    )
})

interface Composed {
  image: string
  command: string[]
  deploy?: { replicas: number }
  environment?: Record<string, string>
  depends_on?: Record<string, { condition: string }>
}
const services = () =>
  (parse(read('compose.yaml'), { merge: true }) as { services: Record<'queue' | 'worker' | 'run', Composed> })
    .services

const { scripts } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  scripts: Record<string, string>
}

test('workers and the run are of one image: both have the file of the target, and the run a browser', () => {
  const [, , workers, run] = manifests().map(({ spec }) => spec.template?.spec.containers[0])
  const { worker, run: composed } = services()
  for (const [made, told] of [
    [workers?.image, run?.image],
    [worker.image, composed.image],
  ]) {
    expect(made).toMatch(/(?:^|\/)fleetmark$/)
    expect(told).toBe(made)
  }
  // What the image is told is a script of the project: see the Dockerfile.
  for (const [script = ''] of [workers?.args ?? [], run?.args ?? [], worker.command, composed.command])
    expect(Object.keys(scripts)).toContain(script)
  for (const recipe of ['compose.yaml', 'kubernetes.yaml', 'github.yml', 'shards.yml'])
    expect(read(recipe)).not.toMatch(/npx --yes|npx, --yes|npx -y/)
})

test('nobody asks the queue before it is there, and the run waits for workers that come late', () => {
  const jobs = manifests().slice(2)
  for (const { spec } of jobs)
    expect(spec.template?.spec.initContainers?.[0]?.command?.join(' ')).toMatch(
      /^sh -c until redis-cli -h fleetmark-queue .* ping \| grep -q PONG; do sleep 1; done$/,
    )
  const { worker, run } = services()
  for (const one of [worker, run]) expect(one.depends_on?.['queue']?.condition).toBe('service_healthy')
  for (const recipe of ['compose.yaml', 'kubernetes.yaml', 'github.yml', 'shards.yml'])
    expect(Number(/PERF_JOIN\D+(\d+)/.exec(read(recipe))?.[1])).toBeGreaterThanOrEqual(600)
})

test('the first container of Compose that ends is the run', () => {
  expect(read('compose.yaml')).toContain('--exit-code-from run')
  expect(services().worker.command).not.toContain('--once')
  expect(services().worker.deploy?.replicas).toBe(Number(services().run.environment?.['PERF_WORKERS']))
})

interface Workflow {
  env: Record<string, string>
  jobs: Record<string, { env?: Record<string, string>; strategy?: { matrix: Record<string, unknown[]> } }>
}
const workflow = (name: string): Workflow => parse(read(name)) as Workflow

test('each run of a workflow has as many workers as it asks for', () => {
  for (const [name, runs] of [
    ['github.yml', 'run'],
    ['shards.yml', 'measure'],
  ] as const) {
    const { worker, [runs]: run } = workflow(name).jobs
    const shards = run?.strategy?.matrix['shard']?.length ?? 1
    expect(worker?.strategy?.matrix['worker']).toHaveLength(shards * Number(run?.env?.['PERF_WORKERS']))
    expect(read(name)).toContain(' worker --once')
  }
  const [, shard = '', of] = /--shard=(\S+ \S+ \S+)\/(\d+) /.exec(read('shards.yml')) ?? []
  expect([shard, of]).toEqual(['${{ matrix.shard }}', '2'])
})

test('what the recipes set are settings of Fleetmark, with values that they take', () => {
  const secrets = [
    ['${QUEUE_PASSWORD}', 'x'],
    ['$(PASSWORD)', 'x'],
    ['${{ secrets.QUEUE }}', 'rediss://:x@queue.example:6379'],
  ] as const
  const filled = (environment: Record<string, string | undefined>) =>
    Object.fromEntries(
      Object.entries(environment).map(([name, value = '']) => [
        name,
        secrets.reduce((text, [secret, shown]) => text.replace(secret, shown), value),
      ]),
    )
  const ofPods = manifests().flatMap(({ spec }) =>
    (spec.template?.spec.containers ?? []).map(({ env = [] }) =>
      Object.fromEntries(env.map(({ name, value }) => [name, value])),
    ),
  )
  const environments = [
    ...ofPods,
    ...Object.values<Composed>(services()).map(({ environment = {} }) => environment),
    ...['github.yml', 'shards.yml']
      .map(workflow)
      .flatMap(({ jobs, env: ofAll }) => Object.values(jobs).map(({ env = {} }) => ({ ...ofAll, ...env }))),
  ].map(filled)
  const queues = environments.map(one => parseSettings({ PERF_TARGET: 'reference', ...one }).PERF_QUEUE)
  expect(queues.filter(queue => queue !== undefined)).toEqual([
    ...Array.from({ length: 2 }, () => 'redis://:x@fleetmark-queue:6379'),
    ...Array.from({ length: 2 }, () => 'redis://:x@queue:6379'),
    ...Array.from({ length: 5 }, () => 'rediss://:x@queue.example:6379'),
  ])
  expect(environments.filter(one => one['PERF_WORKERS'] === '4')).toHaveLength(4)
})
