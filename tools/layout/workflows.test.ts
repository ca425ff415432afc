import { spawnSync } from 'node:child_process'
import { copyFileSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from '@playwright/test'
import type { TestInfo } from '@playwright/test'
import { parse } from 'yaml'

const folder = path.join(import.meta.dirname, '../../.github/workflows')
const recipes = ['github.yml', 'shards.yml'].map(name => `../../docs/recipes/${name}`)
const workflows = [...globSync('*.yml', { cwd: folder }), ...recipes]

test('actions of workflows are pinned to a commit, and say which version that is', () => {
  const used = workflows.flatMap(file =>
    [...readFileSync(path.join(folder, file), 'utf8').matchAll(/^.*\buses:.*$/gm)].map(([line]) =>
      line.trim(),
    ),
  )
  expect(used.length).toBeGreaterThan(5)
  for (const line of used) expect(line).toMatch(/uses: [\w.-]+(?:\/[\w.-]+)+@[\da-f]{40} # v\d+\.\d+\.\d+$/)
})

test('workflows begin with a token that reads the sources and no more', () => {
  expect(workflows.length).toBeGreaterThan(2)
  for (const file of workflows)
    expect(readFileSync(path.join(folder, file), 'utf8'), file).toMatch(
      /^permissions:\n {2}contents: read\n\w/m,
    )
})

interface Step {
  if?: string
  uses?: string
  run?: string
  with?: { path?: string; overwrite?: boolean }
}

test('a night that missed its SLOs is in the history of the next ones, on GitHub and on GitLab', () => {
  const { jobs } = parse(readFileSync(path.join(folder, 'nightly.yml'), 'utf8')) as {
    jobs: { report: { steps: Step[] } }
  }
  const { steps } = jobs.report
  const at = (what: RegExp): number => steps.findIndex(({ uses = '', run = '' }) => what.test(uses || run))
  const [restore, report, save] = [at(/^actions\/cache\/restore@/), at(/nightly report/), at(/cache\/save@/)]
  expect(restore).toBeGreaterThan(0)
  expect(report).toBeGreaterThan(restore)
  expect(save).toBeGreaterThan(report)
  // The report's step ends with the run's exit code; a step without this runs after a success only.
  expect(steps[save]?.if).toBe('always()')
  expect(steps[save]?.with?.path).toBe(steps[restore]?.with?.path)
  expect(steps[save]?.with?.path).toContain('perf-results/history.ndjson')

  const [, gitlab = ''] =
    /```yaml\n(nightly:[^`]*)```/.exec(readFileSync(path.join(folder, '../../docs/ci.md'), 'utf8')) ?? []
  const { nightly } = parse(gitlab) as { nightly: { cache: { when?: string; paths: string[] } } }
  expect(nightly.cache.when).toBe('always')
  expect(nightly.cache.paths).toContain('perf-results/history.ndjson')
})

test('what jobs leave is written over where they run again', () => {
  const uploads = workflows.flatMap(file => {
    const { jobs } = parse(readFileSync(path.join(folder, file), 'utf8')) as {
      jobs: Record<string, { steps: Step[] }>
    }
    const steps = Object.values(jobs).flatMap(job => job.steps)
    return steps.filter(({ uses = '' }) => uses.startsWith('actions/upload-artifact@'))
  })
  expect(uploads.length).toBeGreaterThan(3)
  // A name that is taken is an error since v4, and what was left before is what the next job reads.
  for (const upload of uploads) expect(upload.with, JSON.stringify(upload)).toMatchObject({ overwrite: true })
})

/** Runs the steps of a release with a tag, in a copy that has no more than they read first. */
function release(info: TestInfo, tag: string, changelog: string): { status: number | null; stderr: string } {
  const root = info.outputPath('root')
  mkdirSync(path.join(root, '.ci'), { recursive: true })
  copyFileSync(path.join(folder, '../../.ci/publish'), path.join(root, '.ci/publish'))
  writeFileSync(path.join(root, 'package.json'), '{ "version": "1.2.3", "private": true }')
  writeFileSync(path.join(root, 'CHANGELOG.md'), changelog)
  const env = { ...process.env, GITHUB_REF_NAME: tag }
  return spawnSync('bash', ['.ci/publish'], { cwd: root, env, encoding: 'utf8' })
}

test('a release whose tag is not the version, or that is in no changelog, publishes nothing', ({}, info) => {
  expect(release(info, 'v1.2.4', '## [1.2.3]')).toMatchObject({
    status: 1,
    stderr: 'The tag v1.2.4 is not that of package.json, v1.2.3: correct one of them.\n',
  })
  expect(release(info, 'v1.2.3', '## [Unreleased]')).toMatchObject({
    status: 1,
    stderr: 'CHANGELOG.md has no section [1.2.3]: name what is [Unreleased] so.\n',
  })
  // With both it goes on to set up, which this copy has not.
  expect(release(info, 'v1.2.3', '## [1.2.3]').stderr).toContain('setup.mjs')
})
