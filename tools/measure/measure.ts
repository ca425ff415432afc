import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { parseSettings, readEnvironment, SettingsError } from '../../fixtures/settings/settings.ts'
import { latestSoak } from '../../fixtures/soak/earlier-soak.ts'
import { hasConfiguration } from '../target/write-configuration.ts'
import { command } from '../../reports/command-line/command.ts'

/** What `npm run all` measures; Playwright runs them in the order of the configuration. */
const ALL = ['perf', 'fleet', 'ai', 'services', 'runtime', 'soak', 'stress']

// `npm run perf -- --quick --live`: Playwright knows no such options, and takes the rest of them. It runs in this very process, which gets its signals.
const OWN = { '--quick': 'PERF_QUICK', '--live': 'PERF_LIVE' } as const
const [named = 'perf', ...options] = process.argv.slice(2)
for (const [option, setting] of Object.entries(OWN)) {
  if (options.includes(option)) process.env[setting] = '1'
}
if (options.includes('--resume')) process.env['PERF_RESUME'] = resumed()
if (!hasConfiguration(process.cwd()) && !options.some(option => /^(-c|--config)\b/.test(option))) {
  refuse(
    `There is no playwright.config.ts in ${process.cwd()}. Write one, and a target: ${command('target', '<address of a dashboard>')}`,
  )
}
const cli = createRequire(import.meta.url).resolve('@playwright/test/cli')
const projects = (named === 'all' ? ALL : [named]).map(project => `--project=${project}`)
const rest = options.filter(option => !Object.hasOwn(OWN, option) && option !== '--resume')
process.argv.splice(1, process.argv.length, cli, 'test', ...projects, ...rest)
await import(pathToFileURL(cli).href)

/** The soak that is gone on with: the last one. */
function resumed(): string {
  try {
    if (named !== 'soak')
      throw new SettingsError([`--resume goes on with a soak: ${command('soak', '--resume')}.`])
    return latestSoak(parseSettings(readEnvironment(), { measures: false }).PERF_RESULTS)
  } catch (error) {
    return refuse((error as Error).message)
  }
}

function refuse(sentence: string): never {
  process.stderr.write(`${sentence}\n`)
  return process.exit(2)
}
