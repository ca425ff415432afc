import type { ComponentChildren } from 'preact'
import { useEffect, useMemo, useState } from 'preact/hooks'
import type { Verdict } from '../../../../judge/slo.ts'
import type { RunReport } from '../../../../run-report.ts'
import { anchorOf } from '../../model/anchor.ts'
import { useDeclared } from '../../declared.tsx'
import { toggled } from '../../model/toggled.ts'
import { VERDICTS } from '../../../../judge/slo.ts'
import { byUrgency, VERDICT_WORD } from '../../model/verdict/verdicts.ts'
import { VerdictIcon } from '../../verdict-mark.tsx'
import { ReportedTable } from './reported-table.tsx'
import { SloRow } from './slo-row.tsx'

/** The SLOs: a row a judgement, worst first, filtered by verdict and category. */
export function SloSection({ report: { judgements, reported } }: { report: RunReport }) {
  const [verdict, setVerdict] = useState<Verdict>()
  const [category, setCategory] = useState<string>()
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set())
  const sorted = useMemo(() => judgements.toSorted(byUrgency), [judgements])
  const declared = useDeclared()
  const categories = [...new Set(judgements.map(judgement => judgement.category))].toSorted(
    (a, b) => declared.section(a).order - declared.section(b).order,
  )
  const shown = sorted.filter(
    judgement =>
      (verdict === undefined || judgement.verdict === verdict) &&
      (category === undefined || judgement.category === category),
  )

  useEffect(() => {
    const reveal = () => {
      const anchor = decodeURIComponent(location.hash.slice(1))
      if (!sorted.some(judgement => anchorOf(judgement) === anchor)) return
      setVerdict(undefined)
      setCategory(undefined)
      setOpened(before => new Set([...before, anchor]))
      requestAnimationFrame(() => document.querySelector(`#${CSS.escape(anchor)}`)?.scrollIntoView())
    }
    reveal()
    addEventListener('hashchange', reveal)
    return () => removeEventListener('hashchange', reveal)
  }, [sorted])

  const toggle = (anchor: string) => setOpened(before => toggled(before, anchor))

  return (
    <section id="slos" class="section" aria-labelledby="slos-title">
      <h2 id="slos-title">SLOs</h2>
      {judgements.length === 0 ? (
        <p class="empty">This run judged no SLO, so it proves nothing about the target.</p>
      ) : (
        <>
          <div class="filters">
            <Choices
              label="Verdict"
              options={VERDICTS}
              chosen={verdict}
              count={option => judgements.filter(judgement => judgement.verdict === option).length}
              name={option => (
                <>
                  <VerdictIcon verdict={option} /> {VERDICT_WORD[option]}
                </>
              )}
              choose={setVerdict}
            />
            <Choices
              label="Category"
              options={categories}
              chosen={category}
              count={option => judgements.filter(judgement => judgement.category === option).length}
              name={option => declared.sectionTitle(option)}
              choose={setCategory}
            />
          </div>
          {/* Roles are said again because the cards of narrow screens take the table's display away, and with it the roles. */}
          <div class="card">
            <table class="slos" role="table">
              <caption>
                {shown.length === judgements.length
                  ? 'All SLOs of the run'
                  : `${shown.length} of ${judgements.length} SLOs`}
                , the worst first. The line is the limit, the shaded side passes, each small dot is a visit, a
                run or a second, the diamond is the judged value.
              </caption>
              <thead role="rowgroup">
                <tr role="row">
                  <th scope="col" role="columnheader">
                    Verdict
                  </th>
                  <th scope="col" role="columnheader">
                    SLO
                  </th>
                  <th scope="col" role="columnheader" class="number">
                    Limit
                  </th>
                  <th scope="col" role="columnheader" class="number">
                    Observed
                  </th>
                  <th scope="col" role="columnheader">
                    Against the limit
                  </th>
                  <th scope="col" role="columnheader" class="number">
                    n
                  </th>
                  <th scope="col" role="columnheader" class="number">
                    Confidence
                  </th>
                </tr>
              </thead>
              <tbody role="rowgroup">
                {shown.map(judgement => {
                  const anchor = anchorOf(judgement)
                  return (
                    <SloRow
                      key={`${anchor} ${judgement.objective}`}
                      judgement={judgement}
                      open={opened.has(anchor)}
                      toggle={() => toggle(anchor)}
                    />
                  )
                })}
              </tbody>
            </table>
            {shown.length === 0 && <p class="padded soft">No SLO fits both filters.</p>}
          </div>
        </>
      )}
      {reported.length > 0 && <ReportedTable reported={reported} />}
    </section>
  )
}

interface ChoicesProps<Option extends string> {
  label: string
  options: readonly Option[]
  chosen: Option | undefined
  count: (option: Option) => number
  name: (option: Option) => ComponentChildren
  choose: (option: Option | undefined) => void
}

function Choices<Option extends string>({
  label,
  options,
  chosen,
  count,
  name,
  choose,
}: ChoicesProps<Option>) {
  const present = options.filter(option => count(option) > 0)
  return (
    <div class="choices" role="group" aria-label={`Filter by ${label.toLowerCase()}`}>
      <span class="choices-label">{label}</span>
      <button
        type="button"
        class="choice"
        aria-pressed={chosen === undefined}
        onClick={() => choose(undefined)}
      >
        All
      </button>
      {present.map(option => (
        <button
          key={option}
          type="button"
          class="choice"
          aria-pressed={chosen === option}
          onClick={() => choose(chosen === option ? undefined : option)}
        >
          {name(option)} <span class="soft-count">{count(option)}</span>
        </button>
      ))}
    </div>
  )
}
