import path from 'node:path'
import { keepSecrets } from '../../fixtures/keep-secrets.ts'
import { parseSettings, readEnvironment, WEBHOOK } from '../../fixtures/settings/settings.ts'
import type { Environment } from '../../fixtures/settings/settings.ts'
import { writeMessage } from '../../reports/export/message.ts'
import { secrets } from '../../reports/secrets/secrets.ts'
import { readReport } from '../../reports/stored/rejudge.ts'
import { postMessage } from './post.ts'
import { command } from '../../reports/command-line/command.ts'
import { readArguments } from '../../reports/command-line/read-arguments.ts'
import { CommandError, runMain } from '../../reports/command-line/run-main.ts'

const USAGE = `Posts a run in a few lines, what changed first, to a webhook: ${command('notify', '[--link URL] [folder]')}

  folder    of the run. Default: perf-results/latest
  --link    where its report can be opened. Default: the job's page, in GitHub Actions and GitLab CI
  --text    a message in place of a run: that there is none, and why
  --print   prints the message, and posts nothing

${WEBHOOK} is the webhook's address: Slack's, Discord's, Mattermost's, or any that takes {"text":"..."}.
Exit code: 0; 1 when it was not taken, 2 when there is no run or no address.`

const options = {
  link: { type: 'string' },
  text: { type: 'string' },
  print: { type: 'boolean', default: false },
} as const
const { values, positionals } = readArguments({ options, allowPositionals: true }, USAGE)
await runMain(notify)

async function notify(): Promise<void> {
  const env = readEnvironment()
  keepSecrets(env)
  const text = messageWith(values.link ?? pageOfJob(env), env)
  if (values.print) {
    process.stdout.write(`${text}\n`)
    return
  }
  const url = webhookOf(env)
  await postMessage(url, text).then(
    () => process.stdout.write(`The message was sent to ${url.host}.\n`),
    ({ message }: Error) => {
      process.stderr.write(`${message}\n`)
      process.exitCode = 1
    },
  )
}

/** Where there is no run, settings may be why: they are not checked then. */
function messageWith(link: string | undefined, env: Environment): string {
  if (values.text !== undefined)
    return secrets.redact([`Fleetmark: ${values.text}`, link].filter(line => line !== undefined).join('\n'))
  const folder = positionals[0] ?? path.join(parseSettings(env, { measures: false }).PERF_RESULTS, 'latest')
  return writeMessage(readReport(folder), link)
}

/** @throws CommandError when it is none */
function webhookOf({ [WEBHOOK]: value = '' }: Environment): URL {
  if (URL.canParse(value) && /^https?:/.test(value)) return new URL(value)
  throw new CommandError(
    `${WEBHOOK} ${value === '' ? 'is not set' : 'is no address'}: write the webhook's, e.g. https://hooks.slack.com/services/..., or try --print.`,
  )
}

/** @returns where a CI shows the job that this is; `undefined` elsewhere */
function pageOfJob(env: Environment): string | undefined {
  const { GITHUB_SERVER_URL, GITHUB_REPOSITORY, GITHUB_RUN_ID, CI_JOB_URL } = { ...process.env, ...env }
  if (GITHUB_SERVER_URL && GITHUB_REPOSITORY && GITHUB_RUN_ID)
    return `${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}/actions/runs/${GITHUB_RUN_ID}`
  return CI_JOB_URL
}
