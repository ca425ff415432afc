import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from '@playwright/test'
import { parseSettings } from '../../fixtures/settings/settings.ts'
import { Drafts } from './drafts.ts'

test('one draft takes the place of the other, and none is left, nor what would remove it', async ({}, info) => {
  const folder = info.outputPath('targets')
  const settings = parseSettings({})
  const heard = process.listenerCount('exit')
  {
    using drafts = new Drafts(path.join(folder, 'mine.ts'))
    const text = "export default { name: 'mine', baseURL: 'http://127.0.0.1:1' }"
    for (const _ of [1, 2]) await drafts.load(text, settings, {})
    expect(readdirSync(folder)).toEqual([path.basename(drafts.file)])
    expect(process.listenerCount('exit')).toBe(heard + 1)
  }
  expect(existsSync(folder) && readdirSync(folder)).toEqual([])
  expect(process.listenerCount('exit')).toBe(heard)
})
