import { spawnSync } from 'node:child_process'
import { cpSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'

// Makes the package in dist/: the sources as JavaScript with declarations, file by file, so that workers and pages lie where they lie in
// source; and the two pages, which set-up has built. Tests and what only they use stay behind.
const root = path.join(import.meta.dirname, '../..')
const dist = path.join(root, 'dist')
rmSync(dist, { recursive: true, force: true })
const tsc = path.join(
  path.dirname(createRequire(import.meta.url).resolve('typescript/package.json')),
  'bin/tsc',
)
const { status } = spawnSync(
  process.execPath,
  [tsc, '--project', path.join(import.meta.dirname, 'tsconfig.json')],
  {
    stdio: 'inherit',
  },
)
if (status === 0) {
  for (const page of ['reports/viewer/dist', 'fixtures/platform/dashboard/dist']) {
    cpSync(path.join(root, page), path.join(dist, page), { recursive: true })
  }
}
process.exitCode = status ?? 1
