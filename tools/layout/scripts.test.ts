import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from '@playwright/test'

const SETUP = 'node setup.mjs'

test('whatever a person runs has its packages: who pulls a change that needs a new one installs nothing by hand', () => {
  const manifest = readFileSync(path.join(import.meta.dirname, '../../package.json'), 'utf8')
  const { scripts } = JSON.parse(manifest) as { scripts: Record<string, string> }
  const commands = Object.values(scripts)
  const isBegun = (name: string): boolean => commands.some(text => text.includes(`npm run -s ${name}`))
  const bare = Object.entries(scripts).filter(
    ([name, text]) => text !== SETUP && name !== 'prepack' && scripts[`pre${name}`] !== SETUP,
  )
  expect(Object.keys(scripts).length).toBeGreaterThan(20)
  // These are steps of others.
  expect(bare.map(([name]) => name)).toEqual(['test:together', 'test:alone', 'test:calibration'])
  for (const [name] of bare) expect(isBegun(name), name).toBe(true)
})
