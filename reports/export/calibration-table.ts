import { errorOf, isOutside, isWidened, summariseCalibration } from '../calibration/calibration.ts'
import type { CalibratedRow, Calibration } from '../calibration/calibration.ts'
import { formatValue } from '../format.ts'
import { wrap } from './wrap.ts'

const NUMBER_WIDTH = 10

/**
 * @returns a calibration for a terminal of 80 columns: a line a row under its instrument and subject, marked when it is outside or its
 * bound was widened; then the notes, what is missing, and how many rows are within their bounds
 */
export function writeCalibrationTable(calibration: Calibration): string {
  const { rows, notes, problems } = calibration
  const groups = Map.groupBy(rows, ({ instrument, subject }) => `${instrument}: ${subject}`)
  return [
    ...writeLine('', ['truth', 'measured', 'error', 'bound'], ''),
    ...[...groups].flatMap(([heading, own]) => [...wrap(heading, ''), ...own.flatMap(writeRow)]),
    '-'.repeat(80),
    ...notes.flatMap(note => wrap(note, '')),
    ...problems.flatMap(problem => wrap(`Missing: ${problem}`, '')),
    ...wrap(summariseCalibration(calibration), ''),
    '',
  ].join('\n')
}

function writeRow(row: CalibratedRow): string[] {
  const figures = [row.truth, row.measured, errorOf(row), row.bound]
  const mark = isOutside(row) ? 'OUTSIDE' : isWidened(row) ? 'widened' : ''
  return writeLine(
    row.quantity,
    figures.map(figure => formatValue(figure ?? undefined, row.unit)),
    mark,
  )
}

/** A name that leaves no room for the numbers has a line of its own. */
function writeLine(name: string, figures: readonly string[], mark: string): string[] {
  const numbers = figures.map(figure => figure.padStart(NUMBER_WIDTH)).join('')
  const room = 80 - 2 - numbers.length - ' OUTSIDE'.length
  if (name.length > room) return [...wrap(name, '  '), ...writeLine('', figures, mark)]
  return [`  ${name.padEnd(room)}${numbers} ${mark}`.trimEnd()]
}
