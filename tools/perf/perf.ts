import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'

// `npm run perf -- --quick`: Playwright knows no such option, and takes the rest of them. It runs in this very process, which gets its signals.
const QUICK = '--quick'
const options = process.argv.slice(2)
if (options.includes(QUICK)) process.env['PERF_QUICK'] = '1'
const cli = createRequire(import.meta.url).resolve('@playwright/test/cli')
const rest = options.filter(option => option !== QUICK)
process.argv.splice(1, process.argv.length, cli, 'test', '--project=perf', ...rest)
await import(pathToFileURL(cli).href)
