import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { expect, test } from '@playwright/test'
import { writeConfiguration } from './write-configuration.ts'

test('a folder without a configuration is given one that names the target', ({}, info) => {
  const folder = info.outputPath('new')
  mkdirSync(folder, { recursive: true })
  expect(writeConfiguration(folder, `${folder}/targets/mine.ts`)).toBe('playwright.config.ts')
  expect(readFileSync(`${folder}/playwright.config.ts`, 'utf8')).toContain(
    "defineFleetmarkConfig({ settings: { PERF_TARGET: './targets/mine.ts' } })",
  )
})

for (const name of ['playwright.config.ts', 'playwright.config.mjs']) {
  test(`a ${name} that is there stays as it is, alone`, ({}, info) => {
    const folder = info.outputPath('old')
    mkdirSync(folder, { recursive: true })
    writeFileSync(`${folder}/${name}`, 'mine')
    expect(writeConfiguration(folder, `${folder}/mine.ts`)).toBeUndefined()
    expect(readdirSync(folder)).toEqual([name])
    expect(readFileSync(`${folder}/${name}`, 'utf8')).toBe('mine')
  })
}
