import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import { SLO_ANNOTATION } from '../../reports/evidence-attachment.ts'
import { outerEnvironment } from '../system/run-suite.ts'

const root = path.join(import.meta.dirname, '../..')
const playwright = path.join(root, 'node_modules/@playwright/test/cli.js')
const run = promisify(execFile)

/** A spec that measures. */
export interface ListedSpec {
  /** Relative to the project. */
  file: string
  title: string
  /** Ids of the SLOs that it says it answers. */
  answers: string[]
}

/** The part of Playwright's JSON report that is read here. */
interface Suite {
  specs?: {
    file: string
    title: string
    tests: { annotations: { type: string; description?: string }[] }[]
  }[]
  suites?: Suite[]
}

/**
 * Asks Playwright which specs a project has; nothing is run.
 *
 * @throws Error with Playwright's own words when they can't be listed
 */
export async function listSpecs(project: 'perf' | 'stress' = 'perf'): Promise<ListedSpec[]> {
  const list = ['test', `--project=${project}`, '--list', '--reporter=json']
  const options = { cwd: root, env: outerEnvironment(), maxBuffer: 1e8 }
  const { stdout } = await run(process.execPath, [playwright, ...list], options)
  return specsOf(JSON.parse(stdout) as Suite)
}

function specsOf({ specs = [], suites = [] }: Suite): ListedSpec[] {
  const own = specs.map(({ file, title, tests }) => ({
    file,
    title,
    answers: tests.flatMap(({ annotations }) =>
      annotations.flatMap(({ type, description }) =>
        type === SLO_ANNOTATION && description !== undefined ? [description] : [],
      ),
    ),
  }))
  return [...own, ...suites.flatMap(specsOf)]
}
