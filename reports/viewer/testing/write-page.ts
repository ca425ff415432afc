import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect } from '@playwright/test'
import { writeRun } from '../../run-folder.ts'
import type { RunReport } from '../../run-report.ts'
import { SAMPLE_JPEG } from './sample-diagnosis.ts'

/** Writes a run's folder in a folder, which is made where it is not there, as the reporter does, with a picture for each frame of a visit. @returns where its page is */
export function writePage(report: RunReport, folder: string): URL {
  mkdirSync(folder, { recursive: true })
  const results = mkdtempSync(path.join(folder, 'run-'))
  const from = path.join(results, 'picture.jpg')
  writeFileSync(from, SAMPLE_JPEG)
  const frames = (report.diagnoses ?? []).flatMap(diagnosis => diagnosis.frames)
  const files = frames.map(({ file }) => ({ from, to: file }))
  const { folder: written, problems } = writeRun(results, report, files)
  expect(problems).toEqual([])
  return pathToFileURL(path.join(written, 'index.html'))
}
