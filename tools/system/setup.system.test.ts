import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from '@playwright/test'
import type { TestInfo } from '@playwright/test'
import { outerEnvironment } from './run-suite.ts'

const setup = path.join(import.meta.dirname, '../../setup.mjs')

/** Sets up in a folder with these files of settings. No browser that they name is there, so that nothing is changed. */
function setUp(info: TestInfo, files: Record<string, string>, settings: Record<string, string>) {
  const cwd = info.outputPath('folder')
  mkdirSync(cwd, { recursive: true })
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(cwd, name), text)
  const env = { ...outerEnvironment(), ...settings }
  const { status, stderr } = spawnSync(process.execPath, [setup], { cwd, env, encoding: 'utf8' })
  return { status, stderr }
}

const refused = (browser: string): { status: number; stderr: string } => ({
  status: 1,
  stderr: `setup: PERF_CHROMIUM=${browser}: there is no such file.\n`,
})
const files = { '.env': 'PERF_CHROMIUM=/no/common', '.env.staging': 'PERF_CHROMIUM=/no/staging' }

test('set-up finds the browser in .env, in .env.<PERF_ENV> before it, and in the environment before both', ({}, info) => {
  expect(setUp(info, files, {})).toEqual(refused('/no/common'))
  expect(setUp(info, files, { PERF_ENV: 'staging' })).toEqual(refused('/no/staging'))
  expect(setUp(info, files, { PERF_ENV: 'staging', PERF_CHROMIUM: '/no/own' })).toEqual(refused('/no/own'))
  const chosen = { ...files, '.env': 'PERF_CHROMIUM=/no/common\nPERF_ENV=staging' }
  expect(setUp(info, chosen, {})).toEqual(refused('/no/staging'))
  expect(setUp(info, { ...files, '.env.staging': 'PERF_AGENTS=5' }, { PERF_ENV: 'staging' })).toEqual(
    refused('/no/common'),
  )
})

test('set-up refuses an environment that has no file', ({}, info) => {
  expect(setUp(info, files, { PERF_ENV: 'nowhere' })).toEqual({
    status: 1,
    stderr:
      'setup: PERF_ENV=nowhere: there is no file .env.nowhere; create it, starting from .env.example.\n',
  })
})

test('set-up refuses a folder as the browser', ({}, info) => {
  expect(setUp(info, {}, { PERF_CHROMIUM: import.meta.dirname })).toEqual(refused(import.meta.dirname))
})
