import { MutationError } from './mutation-error.ts'

/** A test that a file has declared. */
export interface CollectedTest {
  /** File and title, as `testKey` writes them. */
  key: string
  body: () => unknown
}

/** All tests declared so far, in the order of their declaration. */
export const collected: CollectedTest[] = []

let declaring = ''

/** Says which file declares the tests that follow. */
export function collectFrom(file: string): void {
  declaring = file
}

/** @returns what tells a test apart from all others: the file, relative to the project, and the title */
export const testKey = (file: string, title: string): string => `${file} › ${title}`

/**
 * Stands in for Playwright's `test` where test files are loaded once and run many times. It takes a title and a body without fixtures;
 * whatever else a file asks of `test` is not there, and the file does not load.
 *
 * @throws MutationError for a body that takes fixtures
 */
export function test(title: string, body: () => unknown): void {
  if (body.length > 0)
    throw new MutationError(`The test "${title}" takes fixtures, which there are none of here.`)
  collected.push({ key: testKey(declaring, title), body })
}
