import { expect, test } from '@playwright/test'
import { moduleBeside } from './module-beside.ts'

test('a module is found beside the one that asks, in source and in a package', () => {
  const url = (asking: string): string => moduleBeside('./http.worker', asking).href
  expect(url('file:///suite/load/http/http.ts')).toBe('file:///suite/load/http/http.worker.ts')
  expect(url('file:///suite/dist/load/http/http.js')).toBe('file:///suite/dist/load/http/http.worker.js')
  expect(url('file:///C:/a.b/http.ts?mutant=1')).toBe('file:///C:/a.b/http.worker.ts')
})
