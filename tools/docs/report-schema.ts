import path from 'node:path'
import { createGenerator } from 'ts-json-schema-generator'

const root = path.join(import.meta.dirname, '../..')

/** @returns the JSON Schema (draft 7) of `report.json`, made of its type and the comments in it */
export function writeReportSchema(): string {
  const generator = createGenerator({
    path: path.join(root, 'reports/run-report.ts'),
    tsconfig: path.join(root, 'tsconfig.json'),
    type: 'RunReport',
    // tsc checks it.
    skipTypeCheck: true,
    topRef: false,
  })
  const { $schema, ...schema } = generator.createSchema('RunReport')
  return `${JSON.stringify({ $schema, title: 'report.json of a Fleetmark run', ...schema }, undefined, 2)}\n`
}
