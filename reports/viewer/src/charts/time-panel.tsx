import { largestOf } from '../../../../load/measure/extremes.ts'
import { useMemo, useState } from 'preact/hooks'
import { formatCount, formatValue } from '../../../format.ts'
import { columnsOf } from '../model/axis/columns.ts'
import { lineColour } from './chart-colour.ts'
import { valuesIn } from '../model/axis/visible.ts'
import { TimeChart, type TimeChartProps } from './time-chart.tsx'

/** A plot of the time axis under its title and the values of its lines: at the cursor, else the largest of each. */
export function TimePanel(props: Omit<TimeChartProps, 'columns' | 'summary' | 'onPoint'>) {
  const { panel, range, limits = [] } = props
  const [indices, setIndices] = useState<readonly (number | null)[]>()
  const columns = useMemo(
    () =>
      columnsOf(
        panel.lines.map(line => line.stretches),
        panel.draw === 'steps',
      ),
    [panel],
  )
  const largest = useMemo(
    () => panel.lines.map(({ stretches }) => largestOf(valuesIn(stretches, range, panel.draw === 'steps'))),
    [panel, range],
  )
  const values = panel.lines.map((_, line) => {
    const index = indices?.[line]
    return index === null || index === undefined ? undefined : (columns[line + 1]?.[index] ?? undefined)
  })
  const summary = useMemo(
    () =>
      `${panel.title} over time. ${panel.lines
        .map(
          (line, index) =>
            `${line.name}: ${formatCount(valuesIn(line.stretches, range, false).length)} points, largest ${formatValue(largest[index], panel.unit)}`,
        )
        .join('; ')}.`,
    [panel, range, largest],
  )
  return (
    <figure class="time-panel">
      <figcaption>
        <h3>{panel.title}</h3>
        <ul class="time-values">
          {panel.lines.map((line, index) => (
            <li key={line.name}>
              <span class="swatch" style={{ background: `var(${lineColour(index)})` }} />
              {panel.lines.length === 1 && line.name === panel.title ? (
                ''
              ) : (
                <span class="time-name">{line.name}</span>
              )}
              <span class="time-value">
                {indices
                  ? formatValue(values[index], panel.unit)
                  : `max ${formatValue(largest[index], panel.unit)}`}
              </span>
            </li>
          ))}
          {limits.map(({ text }) => (
            <li key={text} class="soft">
              limit {text}
            </li>
          ))}
        </ul>
      </figcaption>
      <TimeChart {...props} columns={columns} summary={summary} onPoint={setIndices} />
    </figure>
  )
}
