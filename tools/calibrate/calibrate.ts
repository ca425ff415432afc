import path from 'node:path'
import { chromium } from '@playwright/test'
import { chromiumOptions, startBrowser } from '../../fixtures/browser/chromium.ts'
import { measureCollectorCost } from '../../fixtures/browser/collector-cost/collector-cost.ts'
import type { CollectorCost } from '../../fixtures/browser/collector-cost/collector-cost-rows.ts'
import { calibratePaint } from '../../fixtures/browser/paint-calibration.ts'
import { parseSettings, readEnvironment } from '../../fixtures/settings/settings.ts'
import type { Settings } from '../../fixtures/settings/settings.ts'
import { calibrateLoad } from '../../load/calibration/calibrate-load.ts'
import { composeCalibration, isRight } from '../../reports/calibration/calibration.ts'
import { writeCalibration } from '../../reports/calibration/calibration-file.ts'
import { writeCalibrationTable } from '../../reports/export/calibration-table.ts'
import { describeMachine } from '../../reports/machine.ts'
import { command } from '../../reports/command-line/command.ts'
import { readArguments } from '../../reports/command-line/read-arguments.ts'
import { runMain } from '../../reports/command-line/run-main.ts'

const USAGE = `Measures what is known exactly with this machine's instruments: ${command('calibrate', '[--short] [--out folder]')}

  --short   fewer subjects, less time: about 30 s, else about 2 minutes
  --out     folder of calibration.json. Default: PERF_RESULTS, where later runs find it for their reports

Exit code: 0 when every instrument measures right, else 1; 2 when the calibration could not begin or could not be written.`

/** Rounds of visits that the cost of the page probes is read from. */
const ROUNDS = { short: 8, full: 12 }

/** Changes of a number; the paint of every 5th is held against the browser's own stamp. */
const CHANGES = { short: 100, full: 400 }

await runMain(main)

async function main(): Promise<void> {
  const options = { short: { type: 'boolean', default: false }, out: { type: 'string' } } as const
  const { values } = readArguments({ options }, USAGE)
  const settings = parseSettings(readEnvironment(), { measures: false })
  const { short, out = settings.PERF_RESULTS } = values
  const problems: string[] = []
  const orProblem = <Result>(instruments: string, result: Promise<Result>): Promise<Result | undefined> =>
    result.catch((error: Error) => {
      problems.push(`${instruments} could not be calibrated: ${error.message}`)
      return undefined
    })
  process.stdout.write(`Calibrating, for about ${short ? '30 s' : '2 minutes'}.\n`)
  const loadRows = await orProblem('The load instruments', calibrateLoad({ short }))
  const probes = await orProblem('The page probes', calibrateProbes(settings, short))
  const calibration = composeCalibration({
    takenAtMs: Date.now(),
    short,
    machine: describeMachine(probes?.browserName ?? 'none'),
    rows: [...(loadRows ?? []), ...(probes?.rows ?? [])],
    notes: probes?.notes ?? [],
    problems,
  })
  process.stdout.write(writeCalibrationTable(calibration))
  process.exitCode = isRight(calibration) ? 0 : 1
  const file = writeCalibration(out, calibration)
  process.stdout.write(`Calibration  ${path.relative('.', file)}\n`)
}

/** @throws Error when there is no browser, with the remedy */
async function calibrateProbes(
  { PERF_CHROMIUM, PERF_SEED, PERF_TIMEOUT }: Settings,
  short: boolean,
): Promise<CollectorCost & { browserName: string }> {
  const browser = await startBrowser(chromium, chromiumOptions(PERF_CHROMIUM))
  try {
    const rounds = short ? ROUNDS.short : ROUNDS.full
    const cost = await measureCollectorCost(browser, {
      rounds,
      seed: PERF_SEED,
      timeoutMs: PERF_TIMEOUT * 1000,
    })
    const paint = await calibratePaint(browser, short ? CHANGES.short : CHANGES.full)
    return { ...cost, rows: [...cost.rows, paint], browserName: `Chromium ${browser.version()}` }
  } finally {
    await browser.close()
  }
}
