import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { MutationError } from './mutation-error.ts'
import { testKey } from './collected-tests.ts'

/** What is used of the document of Playwright's JSON reporter. */
interface JsonSuite {
  file: string
  specs: { title: string; ok: boolean }[]
  suites?: JsonSuite[]
}

/**
 * Runs test files as `npm test` does.
 *
 * @param files relative to `root`
 * @returns the keys of their tests, all of which passed
 * @throws MutationError naming the tests that did not pass, or with what Playwright said instead
 */
export async function runPlaywright(root: string, files: readonly string[]): Promise<string[]> {
  const cli = path.join(root, 'node_modules/@playwright/test/cli.js')
  const args = [cli, 'test', '--project=unit', '--reporter=json', ...files]
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] })
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text))
  await once(child, 'close')
  const report = JSON.parse(output) as { suites: JsonSuite[]; errors: { message: string }[] }
  if (report.errors.length > 0)
    throw new MutationError(report.errors.map(({ message }) => message).join('\n'))
  const specs = report.suites.flatMap(listSpecs)
  const bad = specs.filter(({ ok }) => !ok).map(({ key }) => key)
  if (bad.length > 0) throw new MutationError(`These fail without any mutant:\n${bad.join('\n')}`)
  return specs.map(({ key }) => key)
}

function listSpecs({ file, specs, suites = [] }: JsonSuite): { key: string; ok: boolean }[] {
  return [...specs.map(({ title, ok }) => ({ key: testKey(file, title), ok })), ...suites.flatMap(listSpecs)]
}
