import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from '@playwright/test'

const folder = path.join(import.meta.dirname, '../../.github/workflows')
const workflows = globSync('*.yml', { cwd: folder })

test('actions of workflows are pinned to a commit, and say which version that is', () => {
  const used = workflows.flatMap(file =>
    [...readFileSync(path.join(folder, file), 'utf8').matchAll(/^.*\buses:.*$/gm)].map(([line]) =>
      line.trim(),
    ),
  )
  expect(used.length).toBeGreaterThan(5)
  for (const line of used) expect(line).toMatch(/uses: [\w.-]+\/[\w.-]+@[\da-f]{40} # v\d+\.\d+\.\d+$/)
})

test('workflows begin with a token that reads the sources and no more', () => {
  expect(workflows.length).toBeGreaterThan(2)
  for (const file of workflows)
    expect(readFileSync(path.join(folder, file), 'utf8'), file).toMatch(
      /^permissions:\n {2}contents: read\n\w/m,
    )
})
