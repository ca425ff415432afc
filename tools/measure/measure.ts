import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { parseSettings, readEnvironment, SettingsError } from '../../fixtures/settings.ts'
import { latestSoak } from '../../fixtures/soak/earlier-soak.ts'

/** What `npm run all` measures; Playwright runs them in the order of the configuration. */
const ALL = ['perf', 'fleet', 'ai', 'services', 'runtime', 'soak', 'stress']

// `npm run perf -- --quick --live`: Playwright knows no such options, and takes the rest of them. It runs in this very process, which gets its signals.
const OWN = { '--quick': 'PERF_QUICK', '--live': 'PERF_LIVE' } as const
const [named = 'perf', ...options] = process.argv.slice(2)
for (const [option, setting] of Object.entries(OWN)) {
  if (options.includes(option)) process.env[setting] = '1'
}
if (options.includes('--resume')) process.env['PERF_RESUME'] = resumed()
const cli = createRequire(import.meta.url).resolve('@playwright/test/cli')
const projects = (named === 'all' ? ALL : [named]).map(project => `--project=${project}`)
const rest = options.filter(option => !Object.hasOwn(OWN, option) && option !== '--resume')
process.argv.splice(1, process.argv.length, cli, 'test', ...projects, ...rest)
await import(pathToFileURL(cli).href)

/** The soak that is gone on with: the last one. */
function resumed(): string {
  try {
    if (named !== 'soak') throw new SettingsError(['--resume goes on with a soak: npm run soak -- --resume.'])
    return latestSoak(parseSettings(readEnvironment()).PERF_RESULTS)
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`)
    return process.exit(2)
  }
}
