import { readFileSync } from 'node:fs'
import path from 'node:path'
import { Ajv } from 'ajv'
import type { ValidateFunction } from 'ajv'

/** The JSON Schema of `report.json`. */
export const SCHEMA_FILE = path.join(import.meta.dirname, '../../../docs/report.schema.json')

let validate: ValidateFunction | undefined

/** @returns what of a document is not as the schema of `report.json` has it: the place of each fault, and what it must be */
export function schemaFaults(document: unknown): string[] {
  validate ??= new Ajv({ allErrors: true, allowUnionTypes: true }).compile(
    JSON.parse(readFileSync(SCHEMA_FILE, 'utf8')) as object,
  )
  // As it is written: what is undefined is not there.
  validate(JSON.parse(JSON.stringify(document)))
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`)
}
