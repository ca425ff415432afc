import { mkdtemp, rm, writeFile } from 'node:fs/promises'
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
