import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'

/** What `npm run all` measures; Playwright runs them in the order of the configuration. */
const ALL = ['perf', 'fleet', 'ai', 'services', 'runtime', 'soak', 'stress']

// `npm run perf -- --quick --live`: Playwright knows no such options, and takes the rest of them. It runs in this very process, which gets its signals.
const OWN = { '--quick': 'PERF_QUICK', '--live': 'PERF_LIVE' } as const
const [named = 'perf', ...options] = process.argv.slice(2)
for (const [option, setting] of Object.entries(OWN)) {
  if (options.includes(option)) process.env[setting] = '1'
}
const cli = createRequire(import.meta.url).resolve('@playwright/test/cli')
const projects = (named === 'all' ? ALL : [named]).map(project => `--project=${project}`)
const rest = options.filter(option => !Object.hasOwn(OWN, option))
process.argv.splice(1, process.argv.length, cli, 'test', ...projects, ...rest)
await import(pathToFileURL(cli).href)
