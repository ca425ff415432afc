import { stripVTControlCharacters } from 'node:util'
import type { TestError } from '@playwright/test/reporter'
import { secrets } from '../secrets/secrets.ts'
import { printable } from '../wording/printable.ts'

/** @returns an error whole, without colours: its stack, or its message, the lines of code it comes from, and its causes */
export function failureText(error: TestError): string {
  const { stack, message, value, snippet, cause } = error
  const own = [stack ?? message ?? value ?? 'unknown error', ...(snippet ? ['', snippet] : [])].join('\n')
  const lines = stripVTControlCharacters(secrets.redact(own)).split('\n').map(readable)
  return cause ? `${lines.join('\n')}\nCaused by: ${failureText(cause)}` : lines.join('\n')
}

const readable = (line: string): string => printable(line.replaceAll('\t', '  ').replace(/\r$/, ''))
