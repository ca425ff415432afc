import { LevelChart } from '../charts/level-chart.tsx'
import { formatCount, formatValue, NO_VALUE } from '../../../format.ts'
import { LEAST_RISE } from '../../../knee.ts'
import type { Degradation } from '../model/degradations.ts'
import { metricTitle } from '../model/measured/names.ts'
import { Caption } from './table/caption.tsx'
import { NumberHeads } from './table/number-heads.tsx'

/** The page under growing load: a curve a metric with its knee, and the same numbers as a table. */
export function DegradationCurves({ degradations }: { degradations: readonly Degradation[] }) {
  return (
    <div class="card">
      <div class="padded stack">
        <h3>The page under growing load</h3>
        <p class="small soft">
          Medians by the number of agents that report, every value as a faint dot, each chart from zero. The
          knee is the point furthest below the straight line from the first to the last: up to there more
          agents cost little. A straight curve has none, nor one that ends below {LEAST_RISE} times its
          beginning.
        </p>
        <div class="small-plots">
          {degradations.map(degradation => (
            <figure key={degradation.metric}>
              <figcaption>
                <h4>{metricTitle(degradation.metric)}</h4>
                <p class="small soft">{kneeText(degradation)}</p>
              </figcaption>
              <LevelChart
                title={metricTitle(degradation.metric)}
                loads="agents"
                unit={degradation.unit}
                points={degradation.levels.map(({ agents, values, median }) => ({
                  at: agents,
                  value: median,
                  values,
                }))}
                kneeAt={degradation.knee?.agents}
              />
            </figure>
          ))}
        </div>
      </div>
      <DegradationTable degradations={degradations} />
    </div>
  )
}

function DegradationTable({ degradations }: { degradations: readonly Degradation[] }) {
  const levels = [...new Set(degradations.flatMap(each => each.levels.map(({ agents }) => agents)))]
  return (
    <div class="scroll">
      <table>
        <Caption>The same in numbers: median, and p95 of n values.</Caption>
        <thead>
          <tr>
            <th scope="col">Agents</th>
            <NumberHeads names={degradations.map(({ metric }) => metricTitle(metric))} />
          </tr>
        </thead>
        <tbody>
          {levels
            .sort((a, b) => a - b)
            .map(agents => (
              <tr key={agents}>
                <th scope="row">{formatCount(agents)}</th>
                {degradations.map(degradation => (
                  <td key={degradation.metric} class="number">
                    <LevelCell degradation={degradation} agents={agents} />
                  </td>
                ))}
              </tr>
            ))}
        </tbody>
      </table>
    </div>
  )
}

function LevelCell({ degradation, agents }: { degradation: Degradation; agents: number }) {
  const { unit, levels, knee } = degradation
  const level = levels.find(each => each.agents === agents)
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

function kneeText({ levels, knee }: Degradation): string {
  if (knee) return `Knee at ${formatCount(knee.agents)} agents`
  return levels.length < 3 ? 'Too few levels for a knee' : 'No knee'
}
