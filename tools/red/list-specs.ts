import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import { PLAN_ANNOTATION, SLO_ANNOTATION } from '../../reports/evidence-attachment.ts'
import { outerEnvironment } from '../system/run-suite.ts'
import type { MeasuringProject } from '../system/run-suite.ts'

const root = path.join(import.meta.dirname, '../..')
const playwright = path.join(root, 'node_modules/@playwright/test/cli.js')
const run = promisify(execFile)

/** A spec that measures. */
export interface ListedSpec {
  project: MeasuringProject
  /** Relative to the project. */
  file: string
  title: string
  /** Ids of the SLOs that it says it answers. */
  answers: string[]
  /** How long it takes by the settings, ms; `undefined` where it does not say. */
  plannedMs: number | undefined
}

/** The part of Playwright's JSON report that is read here. */
interface Suite {
  specs?: {
    file: string
    title: string
    tests: { projectName: MeasuringProject; annotations: { type: string; description?: string }[] }[]
  }[]
  suites?: Suite[]
}

/**
 * Asks Playwright which specs projects have, with all that the reference target can be asked; nothing is run.
 *
 * @throws Error with Playwright's own words when they can't be listed
 */
export async function listSpecs(projects: readonly MeasuringProject[]): Promise<ListedSpec[]> {
  const list = ['test', ...projects.map(project => `--project=${project}`), '--list', '--reporter=json']
  const options = { cwd: root, env: { ...outerEnvironment(), PERF_INSTALL: '1' }, maxBuffer: 1e8 }
  const { stdout } = await run(process.execPath, [playwright, ...list], options)
  return specsOf(JSON.parse(stdout) as Suite)
}

function specsOf({ specs = [], suites = [] }: Suite): ListedSpec[] {
  const own = specs.flatMap(({ file, title, tests }) =>
    tests.map(({ projectName: project, annotations }) => ({
      project,
      file,
      title,
      answers: annotations.flatMap(({ type, description }) =>
        type === SLO_ANNOTATION && description !== undefined ? [description] : [],
      ),
      plannedMs: plannedOf(annotations),
    })),
  )
  return [...own, ...suites.flatMap(specsOf)]
}

function plannedOf(annotations: readonly { type: string; description?: string }[]): number | undefined {
  const planned = annotations.find(({ type }) => type === PLAN_ANNOTATION)?.description
  return planned === undefined ? undefined : Number.parseInt(planned, 10)
}
