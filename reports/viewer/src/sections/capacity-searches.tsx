import { LevelChart } from '../charts/level-chart.tsx'
import { formatCount, formatValue } from '../../../format.ts'
import { titleOf } from '../../../stored/declared.ts'
import type { LevelOutcome } from '../../../../load/capacity/search.ts'
import type { CapacityLevel, CapacitySearch } from '../model/capacity-searches.ts'
import { NumberHeads } from './table/number-heads.tsx'

const OUTCOME_WORDS: Record<LevelOutcome, string> = {
  held: 'Held',
  broken: 'SLO failed',
  errors: 'Too many failures',
  unclear: 'Inconclusive',
  generator: 'Load generator at its limit',
}

const OUTCOME_MARKS: Record<LevelOutcome, 'broken' | 'unknown' | undefined> = {
  held: undefined,
  broken: 'broken',
  errors: 'broken',
  unclear: 'unknown',
  generator: 'unknown',
}

/** Capacity within the SLOs, a card a workload: why not more, and what each load did. */
export function CapacitySearches({ searches }: { searches: readonly CapacitySearch[] }) {
  return (
    <div class="stack">
      <h3>Capacity within the SLOs</h3>
      <p class="lead">
        Fleetmark doubled the load until an SLO failed, then narrowed the range. A cross marks a load with a
        failed SLO, a dashed dot a load that says nothing about the target, the ring the knee: beyond it,
        latency grows faster than load.
      </p>
      {searches.map(search => (
        <article key={search.workload} class="card">
          <div class="padded stack">
            <SearchHead search={search} />
            <div class="small-plots">
              <LevelPlot search={search} title="95th percentile" unit="ms" figure={level => level.p95Ms} />
              <LevelPlot
                search={search}
                title="Throughput"
                unit="per-second"
                figure={level => level.perSecond}
              />
            </div>
          </div>
          <LevelTable search={search} />
        </article>
      ))}
    </div>
  )
}

function SearchHead({ search }: { search: CapacitySearch }) {
  const { workload, loads, most, stopped, kneeAt } = search
  return (
    <header>
      <div class="capacity-head">
        <h4>{titleOf(workload)}</h4>
        <p class="capacity-most">{most === undefined ? 'None held' : `${formatCount(most)} ${loads}`}</p>
      </div>
      <p class="lead break">
        {stopped} {kneeAt !== undefined && `The knee is at ${formatCount(kneeAt)} ${loads}.`}
      </p>
    </header>
  )
}

interface LevelPlotProps {
  search: CapacitySearch
  title: string
  unit: 'ms' | 'per-second'
  figure: (level: CapacityLevel) => number | undefined
}

function LevelPlot({ search, title, unit, figure }: LevelPlotProps) {
  const points = search.levels.flatMap(level => {
    const value = figure(level)
    return value === undefined ? [] : [{ at: level.level, value, mark: OUTCOME_MARKS[level.outcome] }]
  })
  // A single load makes no curve.
  if (points.length < 2) return null
  return (
    <figure>
      <figcaption>
        <h5>
          {title} by {search.loads}
        </h5>
      </figcaption>
      <LevelChart
        title={title}
        loads={search.loads}
        unit={unit}
        points={points}
        kneeAt={unit === 'ms' ? search.kneeAt : undefined}
      />
    </figure>
  )
}

function LevelTable({ search: { levels, most } }: { search: CapacitySearch }) {
  return (
    <div class="scroll" tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">Load</th>
            <th scope="col">Outcome</th>
            <NumberHeads names={['p95', 'Good answers']} />
            <th scope="col">Why</th>
          </tr>
        </thead>
        <tbody>
          {levels.map(({ level, outcome, because, tries, p95Ms, perSecond }) => (
            <tr key={level}>
              <th scope="row">
                {formatCount(level)}
                {level === most && <div class="small soft">the most</div>}
              </th>
              <td class={`outcome-${outcome}`}>
                {OUTCOME_WORDS[outcome]}
                {tries > 1 && (
                  <div class="small soft">tried {tries === 2 ? 'twice' : `${formatCount(tries)} times`}</div>
                )}
              </td>
              <td class="number">{formatValue(p95Ms, 'ms')}</td>
              <td class="number">{formatValue(perSecond, 'per-second')}</td>
              <td class="because break">{because}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
