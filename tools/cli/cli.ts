#!/usr/bin/env node
import { createRequire } from 'node:module'
import { requireNode } from '../../fixtures/require-node.ts'
import { moduleBeside } from '../../load/module-beside.ts'

interface Command {
  /** Beside this one, without extension. */
  module: string
  about: string
  /** Whether its name is its first argument too. */
  isNamed?: true
}

const measures = (about: string): Command => ({ module: '../measure/measure', about, isNamed: true })

/** What the package can be asked for, by the names that npm's scripts have too. */
const commands: Readonly<Record<string, Command>> = {
  init: { module: '../target/target', about: 'looks at a running dashboard and writes its target' },
  perf: measures('measures page, sockets and API'),
  fleet: measures('measures agents that are really run'),
  ai: measures('measures language models and schedules'),
  services: measures('measures state, bus, coordination and scaling'),
  runtime: measures('measures what the target costs'),
  soak: measures('measures whether it lasts'),
  stress: measures('looks for the capacity'),
  compare: measures('measures two builds beside each other'),
  all: measures('measures all of these but two builds'),
  report: { module: '../report/report', about: 'opens the page of the last run' },
  live: { module: '../live/live', about: 'serves the page of a run that is under way' },
  judge: { module: '../judge/judge', about: 'judges a run again, or makes the report that it did not' },
  baseline: { module: '../baseline/baseline', about: 'keeps runs to compare later ones with' },
  worker: { module: '../../fixtures/crew/worker.main', about: 'makes load for runs on other machines' },
  notify: { module: '../notify/notify', about: 'posts a run to a webhook' },
  calibrate: { module: '../calibrate/calibrate', about: 'measures what is known exactly' },
}

try {
  const { engines } = createRequire(import.meta.url)('fleetmark/package.json') as {
    engines: { node: string }
  }
  requireNode(engines.node, process.versions.node, process.execPath)
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`)
  process.exit(2)
}
const [name, ...rest] = process.argv.slice(2)
const asked = name === undefined ? undefined : Object.entries(commands).find(([one]) => one === name)
if (asked) {
  const [, { module, isNamed }] = asked
  process.argv.splice(2, process.argv.length, ...(isNamed ? [asked[0]] : []), ...rest)
  await import(moduleBeside(module, import.meta.url).href)
} else if (name === undefined || name === '--help' || name === '-h') {
  process.stdout.write(usage())
} else {
  process.stderr.write(`There is no command "${name}".\n\n${usage()}`)
  process.exitCode = 2
}

function usage(): string {
  const lines = Object.entries(commands).map(([one, { about }]) => `  ${one.padEnd(10)} ${about}`)
  return `Fleetmark: npx fleetmark <command> [arguments]\n\n${lines.join('\n')}\n\nWhat follows a command that measures is Playwright's, but for --quick and --live. The others tell more by --help.\n`
}
