import { copyFileSync, existsSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { fillPage } from './fill-page.ts'
import { makeFolder } from './make-folder.ts'
import { pointLatest } from './point-latest.ts'
import { nameSamples, writeCsv } from './export/csv.ts'
import { writeJudgements } from './export/judgements-csv.ts'
import { writeJunit } from './export/junit.ts'
import { writeMarkdown } from './export/markdown.ts'
import { writeOpenMetrics } from './export/open-metrics.ts'
import type { RunReport } from './run-report.ts'
import { jsonPieces, writePieces } from './write-json.ts'

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
  try {
    const folder = path.join(results, report.run.id)
    const problems = fillFolder(folder, report, kept)
    return { folder, problems: [...problems, ...pointLatest(results, report.run.id)] }
  } catch (error) {
    const folder = path.join(tmpdir(), `fleetmark-${report.run.id}`)
    const problem = `The results folder ${results} can't be written (${(error as Error).message}).`
    const remedy = 'free disk space, or set PERF_RESULTS to a folder that can be written.'
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

/** Writes all that is made from the document of a run: the page, and what other programs read. @returns what went wrong on the way, in sentences */
export function writeExports(folder: string, report: RunReport): string[] {
  makeFolder(path.join(folder, 'samples'))
  writeFileSync(path.join(folder, 'summary.md'), writeMarkdown(report))
  writeFileSync(path.join(folder, 'judgements.csv'), writeJudgements(report))
  writeFileSync(path.join(folder, 'junit.xml'), writeJunit(report))
  writeFileSync(path.join(folder, 'metrics.om'), writeOpenMetrics(report))
  for (const [index, measurement] of report.measurements.entries()) {
    const name = `${String(index + 1).padStart(3, '0')}_${nameSamples(measurement)}.csv.gz`
    writeFileSync(path.join(folder, 'samples', name), gzipSync(writeCsv(measurement)))
  }
  const page = fillPage(report, folder)
  if (!page) return ['The report page is not built, so there is no index.html: run `node setup.mjs`.']
  writePieces(path.join(folder, 'index.html'), page)
  return []
}
