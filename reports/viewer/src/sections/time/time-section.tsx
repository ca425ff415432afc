import { useCallback, useEffect, useMemo, useState } from 'preact/hooks'
import uPlot from 'uplot'
import { largestOf } from '../../../../../load/measure/extremes.ts'
import type { RunReport } from '../../../../run-report.ts'
import type { Span } from '../../model/axis/span.ts'
import { TimePanel } from '../../charts/time-panel.tsx'
import { formatElapsed, formatInstant } from '../../../../format.ts'
import { useDeclared } from '../../declared.tsx'
import { useUnderWay } from '../../live/under-way.tsx'
import { faultSpans } from '../../model/axis/fault-spans.ts'
import { doubtfulPeriods } from '../../model/axis/doubtful-periods.ts'
import { foremost } from '../../model/axis/foremost.ts'
import { hashOfRange, openingRange, rangeIn } from '../../model/axis/opening.ts'
import { panelLimits } from '../../model/axis/panel-limits.ts'
import { visibleIn, type Range } from '../../model/axis/visible.ts'
import { panelsOf, zeroOf, type LatencyPercentile, type Panel } from '../../model/axis/panels.ts'
import { Overview } from './overview.tsx'
import { StepLane } from './step-lane.tsx'
import { TimeControls } from './time-controls.tsx'
import { SectionTitle } from '../../section-title.tsx'

const SYNC_KEY = 'run'
const PANEL_PX = 96

/** The run on one time axis: stacked panels that share range and cursor. */
export function TimeSection({ report }: { report: RunReport }) {
  const zeroMs = useMemo(() => zeroOf(report), [report])
  const [isWide, setWide] = useState(false)
  const [atSec, setAtSec] = useState<number>()
  const [percentile, setPercentile] = useState<LatencyPercentile>('p95')
  const declared = useDeclared()
  const isUnderWay = useUnderWay() !== undefined
  const panels = useMemo(
    () => panelsOf(report, declared, zeroMs, percentile),
    [report, declared, zeroMs, percentile],
  )
  const whole = useMemo(() => wholeRange(report, zeroMs, panels), [report, zeroMs, panels])
  const [chosen, choose] = useState<Range | undefined>(() => {
    // Where the page is drawn as it is written there is no address.
    const named = rangeIn(globalThis.location?.hash ?? '')
    const opening = openingRange(report, zeroMs)
    return (
      named ??
      (!isUnderWay && opening && panels.some(panel => visibleIn(panel, opening)) ? opening : undefined)
    )
  })
  // Of a run under way it grows, until the reader chooses a part of it.
  const range = chosen ?? whole
  const doubtful = useMemo(
    () => doubtfulPeriods(report.measurements, declared, zeroMs),
    [report, declared, zeroMs],
  )
  const faults = useMemo(() => faultSpans(report.faults ?? [], report.steps, zeroMs), [report, zeroMs])
  const stepSpans = useMemo(
    () =>
      report.steps
        .filter(step => step.endMs > step.startMs)
        .map((step, index): Span => ({
          kind: index % 2 === 0 ? 'even' : 'odd',
          startSec: (step.startMs - zeroMs) / 1000,
          endSec: (step.endMs - zeroMs) / 1000,
        })),
    [report, zeroMs],
  )
  const spansOf = useMemo(
    () =>
      new Map(
        panels.map(panel => [
          panel.id,
          [
            ...stepSpans,
            ...doubtful
              .filter(({ metrics }) => panel.metrics.some(metric => metrics.has(metric)))
              .map(({ startSec, endSec }): Span => ({ kind: 'doubt', startSec, endSec })),
            ...faults.map(({ startSec, endSec }): Span => ({ kind: 'fault', startSec, endSec })),
          ],
        ]),
      ),
    [panels, stepSpans, doubtful, faults],
  )

  const point = (seconds: number) => {
    setAtSec(seconds)
    for (const plot of uPlot.sync(SYNC_KEY).plots)
      plot.setCursor({ left: plot.valToPos(seconds, 'x'), top: 0 })
  }
  const zoom = useCallback(
    (next: Range) => {
      choose(next === whole ? undefined : next)
      setAtSec(undefined)
      history.replaceState(null, '', hashOfRange(next))
    },
    [whole],
  )
  useEffect(() => {
    const follow = () => {
      const named = rangeIn(location.hash)
      if (!named) return
      choose(named)
      document.querySelector('#time')?.scrollIntoView()
    }
    follow()
    addEventListener('hashchange', follow)
    return () => removeEventListener('hashchange', follow)
  }, [])
  const there = useMemo(() => panels.flatMap(panel => visibleIn(panel, range) ?? []), [panels, range])
  const shown = useMemo(
    () => (isWide ? there : foremost(there, report.judgements, declared)),
    [isWide, there, report, declared],
  )
  const isNear = ({ startSec, endSec }: { startSec: number; endSec: number }): boolean =>
    startSec < range[1] && endSec > range[0]
  const near = doubtful.filter(isNear)
  const made = faults.filter(isNear)
  // What the cursor does not change is not drawn again when it moves.
  const lanes = useMemo(
    () => (
      <>
        <Overview
          steps={report.steps}
          diagnoses={report.diagnoses ?? []}
          doubtful={doubtful}
          faults={faults}
          zeroMs={zeroMs}
          range={range}
          whole={whole}
          zoom={zoom}
        />
        <StepLane steps={report.steps} doubtful={doubtful} faults={faults} zeroMs={zeroMs} range={range} />
      </>
    ),
    [report, doubtful, faults, zeroMs, range, whole, zoom],
  )
  const charts = useMemo(
    () =>
      shown.map(panel => (
        <TimePanel
          key={panel.id}
          panel={panel}
          range={range}
          spans={spansOf.get(panel.id) ?? stepSpans}
          limits={panelLimits(panel, report.judgements)}
          syncKey={SYNC_KEY}
          height={PANEL_PX}
          showTimes={false}
          onTime={setAtSec}
          onZoom={next => zoom(next ?? whole)}
        />
      )),
    [shown, range, spansOf, stepSpans, report, zoom, whole],
  )

  return (
    <section id="time" class="section" aria-labelledby="time-title">
      <SectionTitle id="time">One time axis</SectionTitle>
      {panels.length === 0 ? (
        <p class="empty">
          {isUnderWay ? 'Nothing is measured yet.' : 'This run recorded nothing over time.'}
        </p>
      ) : (
        <>
          <p class="lead">
            Everything that happened, under one cursor. Drag over the strip or a panel to see that part, press
            a step in the strip, double-click to see the whole run. A dashed line is a limit.
            {doubtful.length > 0 &&
              ' Hatched: the test machine was late, or the data are in doubt otherwise; the reasons stand below.'}
            {faults.length > 0 && ' Red: where a fault began that the run made, dashed where it was lifted.'}
          </p>
          <div class="card time">
            <div class="time-head">
              <TimeControls
                steps={report.steps}
                zeroMs={zeroMs}
                range={range}
                whole={whole}
                atSec={atSec}
                now={readout(report, zeroMs, atSec)}
                percentile={percentile}
                zoom={zoom}
                point={point}
                choosePercentile={setPercentile}
              />
              {lanes}
            </div>
            {charts}
            {there.length === 0 && <p class="soft">Nothing was measured over time here.</p>}
            {there.length > shown.length && (
              <button type="button" class="choice" onClick={() => setWide(true)}>
                Show {there.length - shown.length} more
              </button>
            )}
          </div>
          {made.length > 0 && (
            <details class="card padded">
              <summary>Faults that the run made ({made.length})</summary>
              <ul class="doubtful">
                {made.map(({ startSec, text }) => (
                  <li key={`${text} ${startSec}`}>{text}</li>
                ))}
              </ul>
            </details>
          )}
          {near.length > 0 && (
            <details class="card padded">
              <summary>Where the measurement is in doubt ({near.length})</summary>
              <ul class="doubtful">
                {near.map(span => (
                  <li key={`${span.kind} ${span.startSec}`}>
                    <strong>
                      {formatElapsed(span.startSec)} to {formatElapsed(span.endSec)}
                    </strong>{' '}
                    {span.doubt} <span class="soft">{someOf(span.titles)}</span>
                  </li>
                ))}
              </ul>
            </details>
          )}
        </>
      )}
    </section>
  )
}

/** The first of some names, and how many more there are. */
function someOf(names: ReadonlySet<string>): string {
  const [first = '', ...others] = names
  return others.length === 0 ? first : `${first} and ${others.length} more`
}

/** From the start to the end of the run, and of what was measured, which a spec may date later. */
function wholeRange(report: RunReport, zeroMs: number, panels: readonly Panel[]): Range {
  const ends = [Date.parse(report.run.endedAt), ...report.steps.map(step => step.endMs)]
  const measured = panels.flatMap(({ lines }) =>
    lines.flatMap(({ stretches }) => stretches.map(points => points.at(-1)?.[0] ?? 0)),
  )
  return [0, Math.max(1, (Math.max(...ends) - zeroMs) / 1000, largestOf(measured))]
}

function readout(report: RunReport, zeroMs: number, atSec: number | undefined): string {
  if (atSec === undefined) return ''
  const atMs = zeroMs + 1000 * atSec
  const step = report.steps.find(({ startMs, endMs }) => startMs <= atMs && atMs < endMs)
  return `${formatElapsed(atSec)} · ${formatInstant(atMs)} · ${step?.name ?? 'between steps'}`
}
