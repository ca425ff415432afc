import { renameSync } from 'node:fs'
import { keepSecrets, withoutSecrets } from '../../fixtures/keep-secrets.ts'
import { parseSettings, readEnvironment } from '../../fixtures/settings/settings.ts'
import { secrets } from '../../reports/secrets/secrets.ts'
import { Drafts } from './drafts.ts'
import { makeContact } from './first-contact.ts'
import { nextRun } from './next-run.ts'
import { readOrder } from './order.ts'
import { writeConfiguration } from './write-configuration.ts'
import { tellRun } from './tell-run.ts'
import { runMain } from '../../reports/command-line/run-main.ts'

await runMain(() =>
  main().catch((error: Error) => {
    throw withoutSecrets(error)
  }),
)

async function main(): Promise<void> {
  const order = readOrder()
  const { file, dryRun, inAddress } = order
  const env = readEnvironment()
  keepSecrets(env)
  if (inAddress) secrets.add(inAddress.password)
  // What a .env file measures is another target.
  const settings = parseSettings({ ...env, PERF_TARGET: file, PERF_BASE_URL: undefined })
  // An interrupt leaves no draft either.
  process.once('SIGINT', () => process.exit(130))
  using drafts = new Drafts(file)
  const { target, told, others } = await makeContact(order, { env, settings, drafts })
  told.forEach(tell)
  if (dryRun) return tellRun(target, settings, others).forEach(tell)
  renameSync(drafts.file, file)
  const configuration = writeConfiguration(process.cwd(), file)
  if (configuration) tell(`Wrote ${configuration}, as there was none.`)
  tell(`Wrote ${file}. Read it, and then:`)
  tell(`  ${nextRun(settings, file)}`)
}

function tell(line: string): void {
  process.stdout.write(`${line}\n`)
}
