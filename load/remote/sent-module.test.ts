import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from '@playwright/test'
import { foundModule, sentModule } from './sent-module.ts'

test('a file of this package is found by its place in it', () => {
  const own = new URL('../calibration/truth/hub-protocol.ts', import.meta.url).href
  expect(sentModule(own)).toMatchObject({
    from: 'package',
    path: path.join('load', 'calibration', 'truth', 'hub-protocol.ts'),
  })
  expect(foundModule(sentModule(own), 'w')).toBe(own)
})

test("a user's own file is found below the folder that each was started in, and has to be the same", async () => {
  const [here, there] = [await mkdtemp(path.join(tmpdir(), 'a-')), await mkdtemp(path.join(tmpdir(), 'b-'))]
  try {
    const file = path.join(here, 'target.ts')
    await writeFile(file, 'export default 1')
    const sent = sentModule(pathToFileURL(file).href, here)
    expect(sent).toMatchObject({ from: 'folder', path: 'target.ts' })
    expect(() => foundModule(sent, 'w', there)).toThrow(
      `w has no file ${path.join(there, 'target.ts')}, which says how agents and viewers speak: put that of the run there`,
    )
    await writeFile(path.join(there, 'target.ts'), 'export default 2')
    expect(() => foundModule(sent, 'w', there)).toThrow('than the run: give both the same.')
    await writeFile(path.join(there, 'target.ts'), 'export default 1')
    expect(foundModule(sent, 'w', there)).toBe(pathToFileURL(path.join(there, 'target.ts')).href)
    expect(sentModule(pathToFileURL(file).href, there)).toMatchObject({ from: 'root', path: file })
  } finally {
    await Promise.all([here, there].map(folder => rm(folder, { recursive: true })))
  }
})

test("what a user's file imports has to be the same, and what is imported by that", async () => {
  const [here, there] = [await mkdtemp(path.join(tmpdir(), 'a-')), await mkdtemp(path.join(tmpdir(), 'b-'))]
  const files = {
    'targets/staging.ts': `import { read } from '../lib/protocol.ts'\nimport { z } from 'zod'\nexport default read`,
    'lib/protocol.ts': `import './staging-again.ts'\nexport const rows = new URL("./rows.csv", import.meta.url)`,
    'lib/rows.csv': 'a,b',
    'lib/staging-again.ts': `export * from '../targets/staging.ts'`,
    'lib/other.ts': 'export {}',
  }
  const write = async (folder: string, name: string, text: string): Promise<void> => {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true })
    await writeFile(path.join(folder, name), text)
  }
  try {
    for (const folder of [here, there])
      for (const [name, text] of Object.entries(files)) await write(folder, name, text)
    const sent = sentModule(pathToFileURL(path.join(here, 'targets/staging.ts')).href, here)
    expect(Object.keys(sent.beside).toSorted()).toEqual(
      ['../lib/protocol.ts', '../lib/rows.csv', '../lib/staging-again.ts'].map(name => path.normalize(name)),
    )
    const found = (): string => foundModule(sent, 'w', there)
    expect(found()).toBe(pathToFileURL(path.join(there, 'targets/staging.ts')).href)
    // Nobody imports it.
    await write(there, 'lib/other.ts', 'export default 2')
    expect(found).not.toThrow()
    await write(there, 'lib/rows.csv', 'a,c')
    expect(found).toThrow(`w has another ${path.join(there, 'lib/rows.csv')} than the run`)
    await rm(path.join(there, 'lib/rows.csv'))
    expect(found).toThrow(`w has no file ${path.join(there, 'lib/rows.csv')}`)
  } finally {
    await Promise.all([here, there].map(folder => rm(folder, { recursive: true })))
  }
})
