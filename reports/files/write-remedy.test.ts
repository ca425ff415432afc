import { writeFileSync } from 'node:fs'
import { expect, test } from '@playwright/test'
import { writeRemedy } from './write-remedy.ts'

const errorOf = (work: () => void): unknown => {
  try {
    work()
  } catch (error) {
    return error
  }
  throw new Error('It was written.')
}

test('only a disk that is full is to be freed', ({}, info) => {
  expect(writeRemedy(errorOf(() => writeFileSync(info.outputPath('no', 'folder', 'a'), '')))).toMatch(
    /^ Leave the folders/,
  )
  expect(writeRemedy(Object.assign(new Error('quota'), { code: 'EDQUOT' }))).toContain('quota')
  expect(writeRemedy(new TypeError('undefined is not iterable'))).toBe('')
  test.skip(process.platform !== 'linux', '/dev/full is a file of Linux')
  expect(writeRemedy(errorOf(() => writeFileSync('/dev/full', 'a')))).toBe(' Free the disk before then.')
})
