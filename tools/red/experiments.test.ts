import { expect, test } from '@playwright/test'
import { parseSettings } from '../../fixtures/settings/settings.ts'
import { RULES } from '../../reports/advice/rules/rules.ts'
import { slos } from '../../fixtures/slos/slos.ts'
import { controls } from './controls.ts'
import { experiments, isChosen } from './experiments.ts'
import type { Choice } from './experiment.ts'
import { listSpecs } from './list-specs.ts'

const required = new Set(slos.filter(({ level }) => level === 'error').map(({ id }) => id))

/** Asked for once, by the first test that needs it: Playwright takes some seconds to answer. */
let listing: ReturnType<typeof listSpecs> | undefined
const allSpecs = (): ReturnType<typeof listSpecs> =>
  (listing ??= listSpecs(['perf', 'stress', 'fleet', 'ai', 'services', 'runtime', 'soak']))
/** Those that an experiment may choose. */
const specs = async (): ReturnType<typeof listSpecs> =>
  (await allSpecs()).filter(({ project }) => project !== 'stress')

/** Error-level SLOs that the specs of all projects but `stress` answer, or those of them that are chosen. */
async function answered(choice?: Choice): Promise<string[]> {
  const chosen = (await specs()).filter(spec => choice === undefined || isChosen(choice, spec))
  return [...new Set(chosen.flatMap(({ answers }) => answers))].filter(id => required.has(id))
}

test('every SLO is answered by a spec, or nobody would miss it', async () => {
  const all = (await allSpecs()).flatMap(({ answers }) => answers)
  expect(slos.filter(({ id }) => !all.includes(id)).map(({ id }) => id)).toEqual([])
})

for (const [project, mostMinutes] of [
  ['fleet', 4],
  ['services', 8],
] as const) {
  test(`the project ${project} takes no more than ${mostMinutes} minutes`, async () => {
    const planned = (await allSpecs()).filter(one => one.project === project).map(one => one.plannedMs)
    expect(planned, 'each says how long it takes').not.toContain(undefined)
    const wholeMs = planned.reduce<number>((sum, ms) => sum + (ms ?? 0), 0)
    expect(wholeMs).toBeGreaterThan(0)
    expect(wholeMs).toBeLessThanOrEqual(mostMinutes * 60_000)
  })
}

test('the page is measured first, its visits before Lighthouse', async () => {
  const listed = (await allSpecs()).filter(({ project }) => project === 'perf')
  const files = [...new Set(listed.map(({ file }) => file))]
  const folders = files.map(file => file.split('/').at(-2))
  expect(folders.lastIndexOf('dashboard')).toBeLessThan(folders.findIndex(folder => folder !== 'dashboard'))
  expect(files.findIndex(file => file.endsWith('lighthouse.spec.ts'))).toBe(folders.lastIndexOf('dashboard'))
  expect(new Set(folders)).toEqual(new Set(['dashboard', 'api', 'realtime']))
})

test('every error-level SLO that a spec answers is turned red by an experiment', async () => {
  const expected = new Set(experiments.flatMap(({ reds, verdict }) => (verdict === undefined ? reds : [])))
  const asked = await answered()
  expect(asked.length, 'the specs say what they answer').toBeGreaterThan(20)
  expect(asked.filter(id => !expected.has(id))).toEqual([])
})

test('the runs without a fault ask for every error-level SLO of the projects perf, fleet, services and ai', async () => {
  const chosen = (await specs()).filter(spec => controls.some(({ choice }) => isChosen(choice, spec)))
  const asked = new Set(chosen.flatMap(({ answers }) => answers))
  const all = await answered({ specs: ['e2e/api/', 'e2e/dashboard/', 'e2e/realtime/'] })
  const fleet = await answered({ specs: ['e2e/fleet/'], project: 'fleet' })
  expect(fleet.length).toBeGreaterThan(30)
  const services = await answered({ specs: ['e2e/services/'], project: 'services' })
  expect(services.length).toBeGreaterThan(20)
  const ai = await answered({ specs: ['e2e/ai/'], project: 'ai' })
  expect(ai.length).toBeGreaterThan(15)
  expect([...all, ...fleet, ...services, ...ai].filter(id => !asked.has(id))).toEqual([])
})

test('every experiment runs the specs that answer the SLOs it expects, and no others', async () => {
  for (const { name, choice, reds } of experiments) {
    const chosen = (await specs()).filter(spec => isChosen(choice, spec))
    const unanswered = reds.filter(id => !chosen.some(({ answers }) => answers.includes(id)))
    expect(unanswered, name).toEqual([])
    const needless = chosen.filter(({ answers }) => !answers.some(id => reds.includes(id)))
    expect(
      needless.map(({ title }) => title),
      name,
    ).toEqual([])
  }
})

test('every fault has advice that knows its cause: a rule that there is', () => {
  const rules = new Set(RULES.map(({ id }) => id))
  for (const { name, advice } of experiments) {
    expect(advice.length, name).toBeGreaterThan(0)
    expect(
      advice.filter(rule => !rules.has(rule)),
      name,
    ).toEqual([])
  }
})

test('every experiment has a name of its own, a fault that the platform knows, and settings that are valid', () => {
  const names = [...controls, ...experiments].map(({ name }) => name)
  expect(new Set(names).size).toBe(names.length)
  for (const { name, fault, settings } of experiments) {
    const all = { ...settings, PERF_FAULTS: JSON.stringify(fault ? [fault] : []) }
    expect(() => parseSettings(all), name).not.toThrow()
  }
})
