import { useMemo } from 'preact/hooks'
import type { Judgement } from '../../../../judge/slo.ts'
import type { RunReport } from '../../../../run-report.ts'
import { formatConfidence, formatCount, formatElapsed } from '../../../../format.ts'
import { describeDoubt } from '../../../../doubts.ts'
import { DistributionChart } from '../../charts/distribution-chart.tsx'
import { PartsChart } from '../../charts/parts-chart.tsx'
import { useDeclared } from '../../declared.tsx'
import { zeroOf } from '../../model/axis/panels.ts'
import { hashOfRange } from '../../model/axis/opening.ts'
import { certaintyOf } from '../../model/verdict/certainty.ts'
import { evidenceOf } from '../../model/verdict/evidence.ts'
import { percentileLimits } from '../../model/verdict/percentile-limits.ts'
import { VERDICT_MEANING, VERDICT_REMEDY } from '../../model/verdict/verdicts.ts'
import { ErrorList } from '../table/error-list.tsx'

/** What a judgement rests on: why, the values beside the limit, what failed, and where to look on. */
export function SloDetails({ judgement, report }: { judgement: Judgement; report: RunReport }) {
  const evidence = useMemo(() => evidenceOf(judgement, report), [judgement, report])
  const { curve, censored, failures } = evidence
  return (
    <div class="slo-evidence">
      <div class="stack">
        <p>
          <strong>{judgement.because}</strong>
        </p>
        <Reasons judgement={judgement} />
        <Ways judgement={judgement} report={report} window={evidence.window} />
      </div>
      <div class="stack">
        {curve ? (
          <DistributionChart
            title={judgement.title}
            unit={curve.unit}
            buckets={curve.buckets}
            limits={percentileLimits(curve, [judgement])}
            timedOut={censored}
            failed={failures.reduce((sum, { bad }) => sum + bad, 0)}
          />
        ) : (
          judgement.parts.length > 1 && <PartsChart judgement={judgement} />
        )}
        {failures.map(errors => (
          <ErrorList key={JSON.stringify(errors.labels)} errors={errors} />
        ))}
      </div>
    </div>
  )
}

const CERTAINTY_TEXT = {
  certain: 'The verdict is certain.',
  likely: 'The verdict is likely.',
  thin: 'The verdict is thin.',
} as const

function Reasons({ judgement }: { judgement: Judgement }) {
  const { verdict, doubts, level, source, metric, objective, n, nEff, confidence } = judgement
  const declared = useDeclared()
  const independent = Math.floor(nEff)
  const certainty = certaintyOf(judgement)
  return (
    <dl class="facts">
      <dt>Verdict</dt>
      <dd>
        {VERDICT_MEANING[verdict]} {VERDICT_REMEDY[verdict]}
        {level === 'warn' && ' A warning: it never fails the run.'}
      </dd>
      {confidence !== undefined && (
        <>
          <dt>Certainty</dt>
          <dd>
            {certainty !== undefined && `${CERTAINTY_TEXT[certainty]} `}The SLO holds with a confidence of{' '}
            {formatConfidence(confidence)}: {formatCount(n)} values
            {independent < n && `, about ${formatCount(independent)} independent samples`}.
          </dd>
        </>
      )}
      <dt>Doubts</dt>
      <dd>
        {doubts.length === 0 ? (
          'No problems with the measurement.'
        ) : (
          <ul class="plain">
            {doubts.map(doubt => (
              <li key={doubt.kind}>{describeDoubt(doubt)}</li>
            ))}
          </ul>
        )}
      </dd>
      <dt>Why this limit</dt>
      <dd>{source}</dd>
      <dt>Metric</dt>
      <dd>
        {declared.title(metric)} (<code>{metric}</code>), objective <code>{objective}</code>
      </dd>
    </dl>
  )
}

interface WaysProps {
  judgement: Judgement
  report: RunReport
  window: { startMs: number; endMs: number } | undefined
}

/** Links to the same seconds on the time axis, and to the section of the metric. */
function Ways({ judgement, report, window }: WaysProps) {
  const declared = useDeclared()
  const zeroMs = zeroOf(report)
  const { section } = declared.of(judgement.metric)
  const isThere = report.measurements.some(({ metric }) => metric === judgement.metric)
  const [fromSec, toSec] = window
    ? [Math.floor((window.startMs - zeroMs) / 1000), Math.ceil((window.endMs - zeroMs) / 1000)]
    : [0, 0]
  return (
    <p class="onward">
      {window && (
        <a href={hashOfRange([fromSec, toSec])}>
          {formatElapsed(fromSec)} to {formatElapsed(toSec)} on the time axis
        </a>
      )}
      {isThere && <a href={`#${section}`}>{declared.sectionTitle(section)} in detail</a>}
    </p>
  )
}
