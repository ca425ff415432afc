import { expect, test } from '@playwright/test'
import { requirePage } from './entrance.ts'

const open = { kind: 'open' } as const
const led = (from: string, location: string): unknown =>
  requirePage(new URL(from), { status: 301, type: 'text/html', location }, open)

for (const [from, to, told] of [
  ['http://staging.example.com', 'https://staging.example.com/', 'https://staging.example.com'],
  ['https://staging.example.com/a', 'http://staging.example.com/a', 'http://staging.example.com'],
  ['http://127.0.0.1:8080/', 'http://127.0.0.1:9090/b?c=1', 'http://127.0.0.1:9090'],
] as const) {
  test(`a page at ${from} that is at ${to} is told with its address`, () => {
    expect(() => led(from, to)).toThrow(`leads to ${told}: give that address, ${to}`)
  })
}

for (const [from, to] of [
  ['http://127.0.0.1:8080/', '/app'],
  ['https://staging.example.com/', 'https://staging.example.com:443/app'],
  ['https://staging.example.com/', 'https://sso.example.com/'],
] as const) {
  test(`a redirect of ${from} to ${to} is left to the browser`, () => {
    expect(led(from, to)).toBe(open)
  })
}
