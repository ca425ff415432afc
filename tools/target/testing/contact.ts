import { readFileSync } from 'node:fs'
import type { TestInfo } from '@playwright/test'
import { parseSettings } from '../../../fixtures/settings/settings.ts'
import type { Target } from '../../../fixtures/targets/target.ts'
import { Drafts } from '../drafts.ts'
import { makeContact } from '../first-contact.ts'
import { readOrder } from '../order.ts'

/** What a first contact found. */
export interface Found {
  told: string
  /** The target's file, and what its loader makes of it. */
  text: string
  target: Target
  others: string[]
}

/** Makes a contact as the command does, in this process. */
export async function contact(
  info: TestInfo,
  address: string,
  env: Record<string, string> = {},
  args: readonly string[] = [],
): Promise<Found> {
  const order = readOrder([address, '--file', info.outputPath('found.ts'), '--seconds', '4', ...args])
  const settings = parseSettings({ ...env, PERF_TARGET: order.file, PERF_TIMEOUT: '30' })
  using drafts = new Drafts(order.file)
  const { told, target, others } = await makeContact(order, { settings, env, drafts })
  return { told: told.join('\n'), target, others, text: readFileSync(drafts.file, 'utf8') }
}
