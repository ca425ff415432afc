import { LevelChart } from '../charts/level-chart.tsx'
import { formatCount, formatValue, NO_VALUE } from '../../../format.ts'
import { LEAST_RISE } from '../../../knee.ts'
import type { LoadLine } from '../model/load-line.ts'
import type { Degradation } from '../model/degradations.ts'
import { useDeclared } from '../declared.tsx'
import { Caption } from './table/caption.tsx'
import { NumberHeads } from './table/number-heads.tsx'

interface DegradationCurvesProps {
  /** What is under load: `Page`. */
  title: string
  /** What the loads are counted in: `agents`. */
  loads: string
  degradations: readonly Degradation[]
}

/** A system under growing load: a curve a metric with its knee, and the same numbers as a table. */
export function DegradationCurves({ title, loads, degradations }: DegradationCurvesProps) {
  const declared = useDeclared()
  return (
    <div class="card">
      <div class="padded stack">
        <h3>{title} under growing load</h3>
        <p class="small soft">
          Medians by the number of {loads}, every value as a faint dot, each chart from zero.
          {degradations.some(({ line }) => !line) &&
            ` The knee is the point furthest below the straight line from the first to the last: up to it, more ${loads} cost little. A straight curve has no knee, nor has one that ends below ${LEAST_RISE} times its beginning.`}
          {degradations.some(({ line }) => line) &&
            ` The broken line is the straight one through all values (Theil-Sen): its slope is what each of the ${loads} adds. R² tells how straight they lie: 1 is on the line, 0 is no line at all.`}
        </p>
        <div class="small-plots">
          {degradations.map(degradation => (
            <figure key={degradation.metric}>
              <figcaption>
                <h4>{declared.title(degradation.metric)}</h4>
                <p class="small soft">
                  {degradation.line ? lineText(degradation.line, degradation) : kneeText(degradation)}
                </p>
              </figcaption>
              <LevelChart
                title={declared.title(degradation.metric)}
                loads={loads}
                unit={degradation.unit}
                points={degradation.levels.map(({ load, values, median }) => ({
                  at: load,
                  value: median,
                  values,
                }))}
                kneeAt={degradation.knee?.load}
                line={degradation.line}
              />
            </figure>
          ))}
        </div>
      </div>
      <DegradationTable loads={loads} degradations={degradations} />
    </div>
  )
}

function DegradationTable({ loads, degradations }: Omit<DegradationCurvesProps, 'title'>) {
  const declared = useDeclared()
  const levels = [...new Set(degradations.flatMap(each => each.levels.map(({ load }) => load)))]
  return (
    <details class="fold">
      <summary>The same in numbers</summary>
      <div class="scroll" tabIndex={0}>
        <table>
          <Caption>Median, and p95 of n values.</Caption>
          <thead>
            <tr>
              <th scope="col">{loads.charAt(0).toUpperCase() + loads.slice(1)}</th>
              <NumberHeads names={degradations.map(({ metric }) => declared.title(metric))} />
            </tr>
          </thead>
          <tbody>
            {levels
              .sort((a, b) => a - b)
              .map(load => (
                <tr key={load}>
                  <th scope="row">{formatCount(load)}</th>
                  {degradations.map(degradation => (
                    <td key={degradation.metric} class="number">
                      <LevelCell degradation={degradation} load={load} />
                    </td>
                  ))}
                </tr>
              ))}
          </tbody>
        </table>
      </div>
    </details>
  )
}

function LevelCell({ degradation, load }: { degradation: Degradation; load: number }) {
  const { unit, levels, knee } = degradation
  const level = levels.find(each => each.load === load)
  if (!level) return <>{NO_VALUE}</>
  return (
    <>
      {formatValue(level.median, unit)}
      <div class="small soft">
        {level === knee && 'knee, '}p95 {formatValue(level.p95, unit)}, n {formatCount(level.values.length)}
      </div>
    </>
  )
}

function lineText({ slope, low, high, straightness }: LoadLine, { unit }: Degradation): string {
  const interval =
    low === undefined || high === undefined
      ? ''
      : ` (90 %: ${formatValue(low, unit)} to ${formatValue(high, unit)})`
  return `Each adds ${formatValue(slope, unit)}${interval}; R² ${straightness.toFixed(2)}`
}

function kneeText({ levels, loads, knee }: Degradation): string {
  if (knee) return `Knee at ${formatCount(knee.load)} ${loads}`
  return levels.length < 3 ? 'Too few levels for a knee' : 'No knee'
}
