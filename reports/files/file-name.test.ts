import { expect, test } from '@playwright/test'
import { fileName } from './file-name.ts'

const kept = ['dashboard', 'GET_api', 'v1.2', 'a-b']
for (const name of kept) {
  test(`${name} is a file's name already`, () => {
    expect(fileName(name)).toBe(name)
  })
}

const made: [name: string, file: RegExp][] = [
  ['/', /^[0-9a-f]{8}$/],
  ['../..', /^[0-9a-f]{8}$/],
  ['..', /^[0-9a-f]{8}$/],
  ['', /^[0-9a-f]{8}$/],
  ['../../etc/passwd', /^etc-passwd-[0-9a-f]{8}$/],
  ['team/dash', /^team-dash-[0-9a-f]{8}$/],
  ['team\\dash', /^team-dash-[0-9a-f]{8}$/],
  ['.hidden', /^hidden-[0-9a-f]{8}$/],
  ['-rf', /^rf-[0-9a-f]{8}$/],
  ['trailing.', /^trailing-[0-9a-f]{8}$/],
  ['C:', /^C-[0-9a-f]{8}$/],
  ['NUL', /^NUL-[0-9a-f]{8}$/],
  ['con.html', /^con\.html-[0-9a-f]{8}$/],
  ['nul\0byte', /^nul-byte-[0-9a-f]{8}$/],
  ['\u202Efdp', /^fdp-[0-9a-f]{8}$/],
  ['\u00DCbersicht', /^bersicht-[0-9a-f]{8}$/],
  ['a'.repeat(200), /^a{71}-[0-9a-f]{8}$/],
]
for (const [name, file] of made) {
  test(`${JSON.stringify(name.slice(0, 20))} of ${name.length} characters makes a safe file`, () => {
    expect(fileName(name)).toMatch(file)
  })
}

test('names that look alike as files have files of their own', () => {
  const names = ['a/b', 'a-b', 'a b', 'a\\b', `${'x'.repeat(200)}1`, `${'x'.repeat(200)}2`, '/', '//']
  expect(new Set(names.map(fileName)).size).toBe(names.length)
})
