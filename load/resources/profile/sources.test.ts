import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from '@playwright/test'
import type { TestInfo } from '@playwright/test'
import { Sources } from './sources.ts'

/** Line 1 of the built file, from column 0, is line 3 of src/app.ts: one segment, `AAEA` in base64 VLQ. */
const MAP = JSON.stringify({ version: 3, sources: ['../src/app.ts'], names: [], mappings: 'AAEA' })

function built(info: TestInfo, url: string): string {
  const file = info.outputPath('dist.js')
  writeFileSync(file, `setInterval(() => work(), 10)\n//# sourceMappingURL=${url}\n`)
  return pathToFileURL(file).href
}

const at = (url: string, functionName = 'work') => ({ functionName, url, lineNumber: 0, columnNumber: 0 })

for (const [how, url] of [
  ['beside it', 'dist.js.map'],
  ['in it', `data:application/json;base64,${Buffer.from(MAP).toString('base64')}`],
] as const) {
  test(`a function of built code is told by its source map ${how}`, ({}, info) => {
    writeFileSync(info.outputPath('dist.js.map'), MAP)
    const sources = new Sources(path.dirname(info.outputDir))
    expect(sources.placeOf(at(built(info, url)))).toEqual({
      name: 'work',
      file: path.join('src', 'app.ts'),
      line: 3,
    })
  })
}

test('a function of a bundle whose map is in sections is told by the section that it is in', ({}, info) => {
  const section = (line: number, name: string) => ({
    offset: { line, column: 0 },
    map: { version: 3, sources: [`../src/${name}.ts`], names: [], mappings: 'AAEA' },
  })
  const sections = [section(0, 'app'), section(7, 'library')]
  writeFileSync(info.outputPath('dist.js.map'), JSON.stringify({ version: 3, sections }))
  const sources = new Sources(path.dirname(info.outputDir))
  const url = built(info, 'dist.js.map')
  const of = (lineNumber: number) => sources.placeOf({ ...at(url), lineNumber })
  expect(of(0)).toEqual({ name: 'work', file: path.join('src', 'app.ts'), line: 3 })
  expect(of(7)).toEqual({ name: 'work', file: path.join('src', 'library.ts'), line: 3 })
})

test('without a map, or with one that is none, a function is told where it runs', ({}, info) => {
  const url = built(info, 'dist.js.map')
  const ran = { name: 'work', file: 'dist.js', line: 1 }
  expect(new Sources(info.outputDir).placeOf(at(url))).toEqual(ran)
  writeFileSync(info.outputPath('dist.js.map'), '<!doctype html>')
  expect(new Sources(info.outputDir).placeOf(at(url))).toEqual(ran)
  expect(new Sources('/').placeOf(at('http://elsewhere/app.js'))).toEqual({
    name: 'work',
    file: 'http://elsewhere/app.js',
    line: 1,
  })
})

/** Sources that name no file of this machine, and what is told. */
const ELSEWHERE: [how: string, map: object, file: string][] = [
  ['that are beside the root of a host', { sourceRoot: '/', sources: ['/src/app.ts'] }, 'file://src/app.ts'],
  ['with a slash that is escaped', { sources: ['src%2Fapp.ts'] }, 'src%2Fapp.ts'],
  ['with what is no escape', { sources: ['100%/app.ts'] }, '100%/app.ts'],
  ['that are no address', { sources: ['http://[/app.ts'] }, 'http://[/app.ts'],
  ['of a bundler', { sources: ['webpack://mine/./src/app.ts'] }, 'webpack://mine/src/app.ts'],
]

for (const [how, map, file] of ELSEWHERE) {
  test(`a source map with sources ${how} has them told as they are`, ({}, info) => {
    writeFileSync(info.outputPath('dist.js.map'), JSON.stringify({ ...JSON.parse(MAP), ...map }))
    const url = built(info, 'dist.js.map')
    const told = new Sources(info.outputDir).placeOf(at(url, ''))
    const whole = file.includes(':') ? file : new URL(file, url).href
    expect(told).toEqual({ name: '(anonymous)', file: whole, line: 3 })
  })
}

for (const [how, map] of [
  ['a source has no name', { sources: [null] }],
  ['there are no sources', { sources: [] }],
  ['its sources are no list', { sources: 7 }],
  ['it has no mappings', { mappings: undefined }],
  ['a line is before the first', { mappings: 'AAFA' }],
  ['its sections have no maps', { sections: [{ offset: { line: 0, column: 0 } }] }],
  ['its root is no text', { sourceRoot: 7 }],
] as const) {
  test(`where ${how}, a function is told where it runs`, ({}, info) => {
    writeFileSync(info.outputPath('dist.js.map'), JSON.stringify({ ...JSON.parse(MAP), ...map }))
    const told = new Sources(info.outputDir).placeOf(at(built(info, 'dist.js.map')))
    expect(told).toEqual({ name: 'work', file: 'dist.js', line: 1 })
  })
}

test('a source map of several sources, one of them no address, tells the others by their files', ({}, info) => {
  const map = { ...JSON.parse(MAP), sources: ['src/app.ts', 'http://['] }
  writeFileSync(info.outputPath('dist.js.map'), JSON.stringify(map))
  const { file } = new Sources(info.outputDir).placeOf(at(built(info, 'dist.js.map')))
  expect(file).toBe(path.join('src', 'app.ts'))
})

for (const url of ['file://elsewhere/app.js', 'file:///srv%2Fapp.js', 'file:///srv/100%.js', 'file://[']) {
  test(`a function that runs at ${url} is told there`, () => {
    expect(new Sources('/').placeOf(at(url))).toEqual({ name: 'work', file: url, line: 1 })
  })
}

test('a function without a name is told by the line that it begins in', ({}, info) => {
  const { name } = new Sources(info.outputDir).placeOf(at(built(info, 'none.map'), ''))
  expect(name).toBe('(anonymous) "setInterval(() => work(), 10)"')
})

test('a function that is told by the path of its file is the one that is told by its address', () => {
  const file = path.join(import.meta.dirname, 'sources.ts')
  const frame = { functionName: 'placeOf', lineNumber: 30, columnNumber: 0 }
  const sources = new Sources(import.meta.dirname)
  const place = { name: 'placeOf', file: 'sources.ts', line: 31 }
  for (const url of [file, pathToFileURL(file).href])
    expect(sources.placeOf({ ...frame, url })).toEqual(place)
})
