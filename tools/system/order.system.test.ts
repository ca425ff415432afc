import { expect, test } from '@playwright/test'
import { listSpecs } from '../red/list-specs.ts'

test('the page is measured first, its visits before Lighthouse', async () => {
  const files = [...new Set((await listSpecs()).map(({ file }) => file))]
  const folders = files.map(file => file.split('/').at(-2))
  expect(folders.lastIndexOf('dashboard')).toBeLessThan(folders.findIndex(folder => folder !== 'dashboard'))
  expect(files.findIndex(file => file.endsWith('lighthouse.spec.ts'))).toBe(folders.lastIndexOf('dashboard'))
  expect(new Set(folders)).toEqual(new Set(['dashboard', 'api', 'realtime']))
})
