import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from '@playwright/test'
import type { Build } from './delivery.ts'
import { pointsOf, TestSources } from './testing/test-sources.ts'

let sources: TestSources
test.beforeEach(() => void (sources = new TestSources()))
test.afterEach(() => sources.remove())

for (const artefact of ['dist/', './dist//', 'deep/../dist']) {
  test(`what an earlier build left is not taken for what the build makes, where the artefact is written "${artefact}"`, async () => {
    mkdirSync(path.join(sources.folder, 'dist'))
    writeFileSync(path.join(sources.folder, 'dist/old'), 'of an earlier build')
    const [first] = await sources.measure({ build: sources.command('build', ''), artefact, rounds: 1 })
    expect(first?.absence).toMatch(/^"node build\.cjs" left no ".*dist\/*" in the copy of/)
    const build = sources.command('build', `fs.mkdirSync('dist'); fs.writeFileSync('dist/made', 'x')`)
    const measured = await sources.measure({ build, artefact, rounds: 1, linked: [] })
    const parts = measured.filter(({ metric }) => metric === 'delivery.part')
    expect(parts.map(({ labels }) => labels['part'])).toEqual(['made'])
  })
}

for (const linked of [
  ['packages/', './packages'],
  ['packages', 'packages/app/cache'],
  ['packages/app/cache'],
  ['packages/app/cache/tool'],
]) {
  test(`the copy shares ${linked.join(' and ')}, wherever git says that nothing else belongs to it`, async () => {
    mkdirSync(path.join(sources.folder, 'packages/app/cache'), { recursive: true })
    writeFileSync(path.join(sources.folder, 'packages/app/cache/tool'), 'tool')
    writeFileSync(path.join(sources.folder, '.gitignore'), 'cache\n')
    execFileSync('git', ['init', '-q'], { cwd: sources.folder })
    const build = sources.command(
      'build',
      `fs.writeFileSync('out', fs.readFileSync('packages/app/cache/tool')); fs.appendFileSync('packages/app/cache/tool', '.')`,
    )
    const measured = await sources.measure({ build, artefact: 'out', rounds: 1, linked })
    expect(measured.flatMap(({ absence }) => absence ?? [])).toEqual([])
    expect(pointsOf(measured, 'delivery.size', 'unpacked')).toMatchObject([{ value: 4 }])
    expect(readFileSync(path.join(sources.folder, 'packages/app/cache/tool'), 'utf8')).toBe('tool..')
  })
}

const NAMED: [what: string, named: Partial<Build>, sentence: RegExp][] = [
  [
    'an artefact elsewhere',
    { artefact: '../dist' },
    /^"\.\.\/dist" is no path within ".*": correct "build\.artefact"\.$/,
  ],
  ['a whole path', { artefact: '/dist/' }, /^"\/dist" is no path within ".*": correct "build\.artefact"\.$/],
  [
    'what is linked elsewhere',
    { linked: ['..'] },
    /^"\.\." is no path within ".*": correct "build\.linked"\.$/,
  ],
  [
    'what is linked and not there',
    { linked: ['node_modules/'] },
    /^There is no "node_modules" in ".*" that a copy could share: make it, or correct "build\.linked"\.$/,
  ],
  [
    'an artefact in what is linked',
    { artefact: 'packages/app/', linked: ['packages'] },
    /^"build\.artefact" is in "packages", which the copy shares with the original: what an earlier build left there/,
  ],
  ['a link to all of it', { linked: ['./'] }, /^No fresh copy of ".*" can be made \(EEXIST: /],
]

for (const [what, named, sentence] of NAMED) {
  test(`${what} is told before anything runs`, async () => {
    test.skip(process.platform === 'win32', 'Windows writes paths otherwise')
    mkdirSync(path.join(sources.folder, 'packages'))
    const measured = await sources.measure({ build: 'exit 1', artefact: 'out', ...named })
    for (const { absence } of measured) expect(absence).toMatch(sentence)
  })
}
