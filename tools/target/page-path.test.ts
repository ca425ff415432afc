import { expect, test } from '@playwright/test'
import { pagePath } from './page-path.ts'

for (const [asked, answered, path] of [
  ['http://h/', 'http://h/', '/'],
  ['http://h/', 'http://h/app', '/app'],
  ['http://h/fleet', 'http://h/fleet/', '/fleet/'],
  ['http://h/fleet?a=1#/x', 'http://h/fleet/?a=1#/x', '/fleet/?a=1#/x'],
  // What a server adds to an address is another each time, perhaps: the page is there without it.
  ['http://h/fleet?a=1', 'http://h/fleet?a=1&seen=8f3a', '/fleet?a=1'],
] as const) {
  test(`${asked} that is answered by ${answered} is visited at ${path}`, () => {
    expect(pagePath(new URL(asked), answered)).toBe(path)
  })
}
