import { formatCount } from '../../../../format.ts'
import type { RunReport } from '../../../../run-report.ts'
import { isCut } from '../../../../wording/is-cut.ts'
import { useUnderWay } from '../../live/under-way.tsx'
import { verdictClass } from '../../verdict-mark.tsx'

/** What a reader must know before believing the verdict: a run cut short, errors outside the specs, limits that are not the suite's own. */
export function RunNotices({ report }: { report: RunReport }) {
  const { errors, notCompared = [], target, run } = report
  const underWay = useUnderWay()
  return (
    <>
      {!underWay && <StatusNotice run={run} steps={report.steps} />}
      {errors.length > 0 && (
        <div class="notice verdict-fail" role="note">
          <p>
            <strong>Errors outside every spec</strong>
          </p>
          <Sentences of={errors} />
        </div>
      )}
      {notCompared.length > 0 && (
        <div class="notice verdict-no-data" role="note">
          <p>
            <strong>
              {report.comparison ? 'A baseline could not be used' : 'Not compared with a baseline'}
            </strong>
          </p>
          <Sentences of={notCompared} />
        </div>
      )}
      {target.overrides.length > 0 && (
        <details class="notice verdict-inconclusive">
          <summary>Limits that are not the suite's own</summary>
          <Sentences of={target.overrides} />
        </details>
      )}
    </>
  )
}

function StatusNotice({ run, steps }: Pick<RunReport, 'run' | 'steps'>) {
  const { status, checkpoint } = run
  if (status === 'complete') return null
  const broken = steps.filter(isCut)
  return (
    <div class={`notice ${verdictClass(checkpoint === undefined ? 'INVALID' : 'NO_DATA')}`} role="note">
      <p>
        <strong>
          {checkpoint !== undefined
            ? `Checkpoint ${formatCount(checkpoint)}: the run went on. The report covers what was measured until then.`
            : status === 'interrupted'
              ? 'The run was interrupted. The report covers the part that was measured.'
              : broken.length > 0
                ? 'The run failed: at least one spec did not finish.'
                : 'The run failed by an error outside every spec.'}
        </strong>
      </p>
      <Sentences
        of={broken.map(
          ({ name, outcome, message }) =>
            `${name}: ${outcome}${message === undefined ? '' : ` – ${message}`}`,
        )}
      />
    </div>
  )
}

function Sentences({ of }: { of: readonly string[] }) {
  if (of.length === 0) return null
  return (
    <ul>
      {of.map(sentence => (
        <li key={sentence} class="break">
          {sentence}
        </li>
      ))}
    </ul>
  )
}
