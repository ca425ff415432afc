import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type { Measurement } from '../../load/measure/measurement.ts'
import { PartSum } from '../../load/measure/part-sum.ts'
import { readArguments } from '../../reports/command-line/read-arguments.ts'
import { DAY_SECONDS, ENDPOINTS, feedDay, writeDay } from './day.ts'

/** What a day of measuring may cost: of the heap and what lies beside it, and of each of the two files that hold the report. */
const MOST_HEAP_MB = 30
const MOST_REPORT_MB = 3

const { values } = readArguments({ options: { seconds: { type: 'string', default: String(DAY_SECONDS) } } })
const SECONDS = Number(values.seconds)
const VALUES_A_SECOND = 10
const MB = 1024 * 1024

const collectGarbage = garbageCollector()

main()

/**
 * Feeds a day of 50 endpoints through recorders and through the sum of their parts, at full speed: there is no clock in it. Then makes the report. Exits
 * 1 when memory or the report has grown beyond what is allowed.
 */
function main(): void {
  const beforeMb = heldMb()
  const began = performance.now()
  const sum = new PartSum()
  let peakMb = beforeMb
  let afterMb = beforeMb
  const measurements = feedDay({
    seconds: SECONDS,
    valuesASecond: VALUES_A_SECOND,
    sink: (parts, atMs) => sum.add(parts, atMs),
    each: second => {
      if (second % 600 === 599) peakMb = Math.max(peakMb, heldMb())
      // What was recorded, and not yet the document that is made of it.
      if (second === SECONDS - 1) afterMb = heldMb()
    },
  })
  const seconds = (performance.now() - began) / 1000
  const [jsonMb, pageMb] = writeReport(measurements)
  const values = ENDPOINTS * SECONDS * VALUES_A_SECOND
  const told = sum.measurements().reduce((n, { data }) => n + (data.kind === 'histogram' ? data.n : 0), 0)
  process.stdout.write(
    [
      `${SECONDS} s of ${ENDPOINTS} endpoints, ${VALUES_A_SECOND} values a second each, in ${seconds.toFixed(0)} s.`,
      `Memory    ${beforeMb.toFixed(1)} MB before, ${afterMb.toFixed(1)} MB after, ${peakMb.toFixed(1)} MB at most; allowed: ${MOST_HEAP_MB} MB more.`,
      `Report    report.json ${jsonMb.toFixed(2)} MB, index.html ${pageMb.toFixed(2)} MB; allowed: ${MOST_REPORT_MB} MB each.`,
      `Values    ${values} recorded, ${told} in the sum of the parts.`,
      '',
    ].join('\n'),
  )
  const holds =
    afterMb - beforeMb <= MOST_HEAP_MB && Math.max(jsonMb, pageMb) < MOST_REPORT_MB && told === values
  process.exitCode = holds ? 0 : 1
}

/** @returns the sizes of `report.json` and `index.html`, MB */
function writeReport(measurements: Measurement[]): [number, number] {
  const folder = mkdtempSync(path.join(tmpdir(), 'record-bench-'))
  try {
    for (const problem of writeDay(folder, measurements, SECONDS)) process.stderr.write(`${problem}\n`)
    const size = (file: string): number => statSync(path.join(folder, file)).size / MB
    return [size('report.json'), size('index.html')]
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** @returns the memory that is held once garbage is collected, MB: that of objects and that of buffers */
function heldMb(): number {
  collectGarbage()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return (heapUsed + arrayBuffers) / MB
}

/** @returns V8's own, which is there only when it is asked for */
function garbageCollector(): () => void {
  setFlagsFromString('--expose-gc')
  return runInNewContext('gc') as () => void
}
