import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import type { TestInfo } from '@playwright/test'

/**
 * Writes a target's file that changes the reference target.
 *
 * @param change fields of the target, as source text
 * @param imports what they need
 * @returns the file's path
 */
export function writeTarget(info: TestInfo, change: string, imports = ''): string {
  const reference = pathToFileURL(
    path.join(import.meta.dirname, '../../fixtures/targets/reference/reference.ts'),
  ).href
  const file = info.outputPath('target.ts')
  writeFileSync(
    file,
    `${imports}
import make from ${JSON.stringify(reference)}
export default context => {
  const reference = make(context)
  return { ...reference, name: 'mine', ${change} }
}
`,
  )
  return file
}
