import { copyFileSync, existsSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { fillPage } from './fill-page.ts'
import { makeFolder } from './files/make-folder.ts'
import { pointLatest } from './point-latest.ts'
import { nameSamples, writeCsv } from './export/csv.ts'
import { writeJudgements } from './export/judgements-csv.ts'
import { writeJunit } from './export/junit.ts'
import { writeMarkdown } from './export/markdown.ts'
import { writeOpenMetrics } from './export/open-metrics.ts'
import type { RunReport } from './run-report.ts'
import { jsonPieces, writePieces } from './files/write-json.ts'
import { isOfFileSystem, writingRemedy } from './files/writing-remedy.ts'

/** A Lighthouse report to keep: where it is, and its name in the run's folder. */
export interface KeptFile {
  from: string
  /** Relative to the run's folder. */
  to: string
}

/** Where a run was written, and what went wrong on the way, in sentences. */
export interface Written {
  folder: string
  problems: string[]
}

/**
 * Writes `report.json`, all that is made from it and the kept files into `results/<run id>/`, and points `results/latest` there. Where `results` can't be written, a folder among the temporary files is used instead: what was measured is
 * never lost.
 */
export function writeRun(results: string, report: RunReport, kept: readonly KeptFile[]): Written {
  const wanted = path.join(results, report.run.id)
  try {
    const problems = fillFolder(wanted, report, kept)
    return { folder: wanted, problems: [...problems, ...pointLatest(results, report.run.id)] }
  } catch (error) {
    if (!isOfFileSystem(error)) return { folder: wanted, problems: [unmakeable('report.json', error)] }
    const folder = path.join(tmpdir(), `fleetmark-${report.run.id}`)
    const problem = `The results folder ${results} can't be written (${(error as Error).message}).`
    const remedy = `${writingRemedy(error, 'set PERF_RESULTS to a folder that can be written')}.`
    try {
      const problems = fillFolder(folder, report, kept)
      return { folder, problems: [`${problem} The report is in ${folder} instead: ${remedy}`, ...problems] }
    } catch (second) {
      const nowhere = `Nor can ${folder} (${(second as Error).message}), so only the verdict above is left: ${remedy}`
      return { folder, problems: [`${problem} ${nowhere}`] }
    }
  }
}

/** Writes all of a run but the parts into a folder. @returns what went wrong on the way, in sentences */
export function fillFolder(folder: string, report: RunReport, kept: readonly KeptFile[]): string[] {
  const problems: string[] = []
  makeFolder(folder)
  writePieces(path.join(folder, 'report.json'), jsonPieces(report))
  for (const { from, to } of kept) {
    makeFolder(path.dirname(path.join(folder, to)))
    if (existsSync(from)) copyFileSync(from, path.join(folder, to))
    else problems.push(`${from} is gone, so ${to} is missing from the report.`)
  }
  return [...problems, ...writeExports(folder, report)]
}

/**
 * Writes all that is made from the document of a run: the page, and what other programs read. What can't be made of it leaves the others.
 *
 * @returns what went wrong on the way, in sentences
 * @throws Error of the file system
 */
export function writeExports(folder: string, report: RunReport): string[] {
  makeFolder(path.join(folder, 'samples'))
  const write = (name: string, made: () => string | Uint8Array): string[] =>
    making(name, () => writeFileSync(path.join(folder, name), made()))
  return [
    ...write('summary.md', () => writeMarkdown(report)),
    ...write('judgements.csv', () => writeJudgements(report)),
    ...write('junit.xml', () => writeJunit(report)),
    ...write('metrics.om', () => writeOpenMetrics(report)),
    ...report.measurements.flatMap((measurement, index) => {
      const name = `${String(index + 1).padStart(3, '0')}_${nameSamples(measurement)}.csv.gz`
      return write(path.join('samples', name), () => gzipSync(writeCsv(measurement)))
    }),
    ...making('index.html', () => {
      const page = fillPage(report, folder)
      if (page) writePieces(path.join(folder, 'index.html'), page)
      else return 'The report page is not built, so there is no index.html: run `node setup.mjs`.'
    }),
  ]
}

/** Does one part of the writing. @returns what it says, or why it failed @throws Error of the file system */
function making(name: string, make: () => string | void): string[] {
  try {
    const problem = make()
    return problem === undefined ? [] : [problem]
  } catch (error) {
    if (isOfFileSystem(error)) throw error
    return [unmakeable(name, error)]
  }
}

const unmakeable = (name: string, error: unknown): string =>
  `${name} can't be made (${String(error)}). That is a fault of Fleetmark's, and not of the disk: report it with what else is in the folder.`
