import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import type { HistogramData, Measurement } from '../load/measure/measurement.ts'
import type { Diagnosis } from './diagnosis.ts'
import { downsample } from './downsample.ts'
import { Declared } from './stored/declared.ts'
import type { Curve, RunReport } from './run-report.ts'
import { jsonPieces } from './files/write-json.ts'

const DIST = path.join(import.meta.dirname, 'viewer/dist')
const TEMPLATE = path.join(DIST, 'index.html')
const STATIC = path.join(DIST, 'static.js')
const TITLE_PLACE = '__TITLE__'
const STATIC_PLACE = '__STATIC__'
const REPORT_PLACE = '__REPORT__'
/** How the page's Content Security Policy begins. */
const NOTHING_LOADED = "default-src 'none';"

/**
 * @param folder of the run: the pictures of its diagnosed visits, where they are there, stand in the page itself
 * @returns the report page with a document in it, in pieces: the verdict and the SLOs as HTML, and as much as it draws of all as data. `undefined`
 *   where the page is not built.
 */
export function fillPage(report: RunReport, folder: string): Iterable<string> | undefined {
  if (!existsSync(TEMPLATE) || !existsSync(STATIC)) return undefined
  return pieces(readFileSync(TEMPLATE, 'utf8'), report, folder)
}

/**
 * @returns the page that shows a run under way: it asks its own server, and nobody else, for `live.json`. `undefined` where the page is not built.
 */
export function livePage(): string | undefined {
  if (!existsSync(TEMPLATE)) return undefined
  const titled = readFileSync(TEMPLATE, 'utf8').replace(TITLE_PLACE, 'Fleetmark')
  const [head, rest] = split(titled, STATIC_PLACE)
  const [between, tail] = split(rest, REPORT_PLACE)
  const asking = head.replace(NOTHING_LOADED, `${NOTHING_LOADED} connect-src 'self';`)
  return `${asking}${between}{"live":true}${tail}`
}

function* pieces(template: string, report: RunReport, folder: string): Generator<string> {
  const slim = slimReport(report)
  if (slim.diagnoses) slim.diagnoses = slim.diagnoses.map(each => withPictures(each, folder))
  const [top, titled] = split(template, TITLE_PLACE)
  const [head, rest] = split(titled, STATIC_PLACE)
  const [between, tail] = split(rest, REPORT_PLACE)
  yield top
  yield asciiHtml(`${report.run.headline} – Fleetmark`.replaceAll('&', '&amp;').replaceAll('<', '&lt;'))
  yield head
  yield asciiHtml(drawStatic(slim))
  yield between
  for (const piece of jsonPieces(slim)) yield asciiJson(piece.replaceAll('<', String.raw`\u003c`))
  yield tail
}

/**
 * @returns a document as the page needs it. It draws distributions from the curves: the encoded blocks are left out, and the courses that it does not
 *   draw; series are thinned.
 */
export function slimReport(report: RunReport): RunReport {
  const declared = new Declared(report)
  return {
    ...report,
    measurements: report.measurements.map(slimmed),
    curves: report.curves.map(curve => (isDrawn(curve, declared) ? curve : { ...curve, overTime: [] })),
  }
}

/**
 * One character beyond Latin 1 has a browser hold all of the page in twice the memory, and takes it a quarter longer to load it: the page is written in
 * ASCII.
 */
const asciiHtml = (text: string): string =>
  text.replaceAll(/[^\0-\x7F]/gu, character => `&#${character.codePointAt(0)};`)

const asciiJson = (text: string): string =>
  text.replaceAll(/[^\0-\x7F]/g, unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)

function split(text: string, at: string): [before: string, after: string] {
  const place = text.indexOf(at)
  return [text.slice(0, place), text.slice(place + at.length)]
}

/** The page's own components, drawn here: they are built for Node beside the page. What they can't draw, the page tells where it stands. */
function drawStatic(report: RunReport): string {
  const { drawStatic } = createRequire(import.meta.url)(STATIC) as {
    drawStatic: (report: RunReport) => string
  }
  try {
    return drawStatic(report)
  } catch (error) {
    process.emitWarning(`The page needs a script to show this run: ${(error as Error).message}`)
    return ''
  }
}

function slimmed(one: Measurement): Measurement {
  const { data } = one
  if (data.kind === 'histogram') return { ...one, data: withoutBlocks(data) }
  if (data.kind === 'series') return { ...one, data: { ...data, points: [...downsample(data.points)] } }
  return one
}

function withPictures(diagnosis: Diagnosis, folder: string): Diagnosis {
  const frames = diagnosis.frames.flatMap(({ atMs, file }) => {
    const from = path.join(folder, file)
    if (!existsSync(from)) return []
    return [{ atMs, file: `data:image/jpeg;base64,${readFileSync(from, 'base64')}` }]
  })
  return { ...diagnosis, frames }
}

const withoutBlocks = ({ kind, n, overflow, censored }: HistogramData): HistogramData => ({
  kind,
  blocks: [],
  n,
  overflow,
  censored,
})

/** Only what is declared to be is drawn over time. */
const isDrawn = ({ metric }: Curve, declared: Declared): boolean => declared.of(metric).overTime !== false
