import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { expect, test } from '@playwright/test'
import { isRight } from '../../reports/calibration/calibration.ts'
import { readCalibration } from '../../reports/calibration/calibration-file.ts'
import { outerEnvironment } from './run-suite.ts'

/** Runs the calibration as a user would. @returns its exit code and all that it printed */
async function calibrate(
  args: readonly string[],
  settings: Readonly<Record<string, string>> = {},
): Promise<{ code: number | null; output: string }> {
  const main = path.join(import.meta.dirname, '../calibrate/calibrate.ts')
  const child = spawn(process.execPath, [main, ...args], { env: { ...outerEnvironment(), ...settings } })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text))
  }
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, output }
}

// It waits in real time for some seconds of each instrument, a minute in all: nothing else shows that all are right on this machine.
test('every instrument measures what is known on this machine, and the document says so', async ({}, info) => {
  const { code, output } = await calibrate(['--short', '--out', info.outputPath()])
  const calibration = readCalibration(info.outputPath())
  expect(output).toMatch(/All \d+ numbers are within their bounds/)
  expect(code).toBe(0)
  const rowsOf = Map.groupBy(calibration?.rows ?? [], row => row.instrument)
  expect([...rowsOf].map(([instrument, all]) => [instrument, all.length])).toEqual([
    ['open loop', 159],
    ['clock comparison', 3],
    ['users', 10],
    ['WebSocket viewers', 9],
    ['server-sent events viewers', 9],
    ['closed loop', 26],
    ['page probes', 2],
    ['painted stamp', 1],
  ])
  expect(calibration && isRight(calibration)).toBe(true)
  expect(calibration?.machine.browser).toMatch(/^Chromium \d/)
  expect(output.split('\n').filter(line => line.length > 80 && !line.startsWith('Calibration'))).toEqual([])
})

test('a setting that there is not is refused before anything is measured', async ({}, info) => {
  const { code, output } = await calibrate(['--out', info.outputPath()], { PERF_AGENT: '5' })
  expect(output).toContain('PERF_AGENT: no such setting')
  expect(code).toBe(2)
  expect(readCalibration(info.outputPath())).toBeUndefined()
})
