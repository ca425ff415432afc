import { expect, test } from '@playwright/test'
import { fileLink } from './file-link.ts'

const resolved = (file: string): string => new URL(fileLink(file), 'file:///runs/one/index.html').href

test('a file of the run is linked as it is', () => {
  expect(fileLink('lighthouse/dashboard-desktop.html')).toBe('./lighthouse/dashboard-desktop.html')
})

for (const tampered of [
  'javascript:alert(1)',
  ' java\nscript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  '//elsewhere.example/x.html',
  'https://elsewhere.example/x',
  String.raw`\\elsewhere\x`,
  '../../../etc/passwd',
  '%2e%2e/%2e%2e/x',
  '\uD800',
]) {
  test(`${JSON.stringify(tampered)} leads to nothing but a file of the run`, () => {
    expect(resolved(tampered)).toMatch(/^file:\/\/\/runs\/one\//)
  })
}
