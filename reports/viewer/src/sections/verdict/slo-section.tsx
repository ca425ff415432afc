import { byReason } from '../../../../judge/by-reason.ts'
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks'
import type { RunReport } from '../../../../run-report.ts'
import { anchorOf } from '../../model/anchor.ts'
import { hashOf, placeOf } from '../../model/place.ts'
import { useDeclared } from '../../declared.tsx'
import { useUnderWay } from '../../live/under-way.tsx'
import { toggled } from '../../model/toggled.ts'
import { VERDICTS } from '../../../../judge/slo.ts'
import { cellGroups } from '../../model/verdict/cell-groups.ts'
import { filterOf, fits, NO_FILTER, type SloFilter } from '../../model/verdict/slo-filter.ts'
import { byUrgency, VERDICT_WORD } from '../../model/verdict/verdicts.ts'
import { VerdictIcon } from '../../verdict-mark.tsx'
import { Choices } from './choices.tsx'
import { PassedFold } from './passed-fold.tsx'
import { ReportedTable } from './reported-table.tsx'
import { SloTable } from './slo-table.tsx'
import { SectionTitle } from '../../section-title.tsx'

/** So many are open from the start where no more did not pass; of more, the worst few. */
const ALL_OPEN = 5
const OPEN = 3

/** The SLOs: what did not pass, the worst first, then what passed, folded by category; or, where a filter is set, what fits it. */
export function SloSection({ report }: { report: RunReport }) {
  const { judgements, reported } = report
  const declared = useDeclared()
  const underWay = useUnderWay()
  const groups = useMemo(() => cellGroups(judgements, declared), [judgements, declared])
  const sorted = useMemo(() => byReason(judgements.toSorted(byUrgency)), [judgements])
  const missed = sorted.filter(({ verdict }) => verdict !== 'PASS')
  const [filter, setFilter] = useState<SloFilter>(NO_FILTER)
  const [opened, setOpened] = useState<ReadonlySet<string>>(
    () => new Set(missed.slice(0, missed.length <= ALL_OPEN ? ALL_OPEN : OPEN).map(anchorOf)),
  )
  const search = useRef<HTMLInputElement>(null)
  const isFiltered = Object.values(filter).some(value => value !== '')
  const shown = sorted.filter(judgement => fits(judgement, filter))

  const choose = (change: Partial<SloFilter>) => {
    const next = { ...filter, ...change }
    setFilter(next)
    history.replaceState(null, '', hashOf('slos', { ...next }))
  }

  const isPlaced = useRef(false)
  useEffect(() => {
    const follow = () => {
      const place = placeOf(location.hash)
      if (place.id === 'slos') setFilter(filterOf(place))
      if (!sorted.some(judgement => anchorOf(judgement) === place.id)) return
      setFilter(NO_FILTER)
      setOpened(before => new Set([...before, place.id]))
      requestAnimationFrame(() => reveal(place.id))
    }
    if (!isPlaced.current) follow()
    isPlaced.current = true
    addEventListener('hashchange', follow)
    return () => removeEventListener('hashchange', follow)
  }, [sorted])

  // At once, not after the next paint: the first key may be the one.
  useLayoutEffect(() => {
    const toSearch = (event: KeyboardEvent) => {
      const inText = event.target instanceof Element && event.target.matches('input, textarea, select')
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || inText) return
      event.preventDefault()
      search.current?.focus()
    }
    addEventListener('keydown', toSearch)
    return () => removeEventListener('keydown', toSearch)
  }, [])

  const shared = {
    report,
    opened,
    toggle: (anchor: string) => setOpened(before => toggled(before, anchor)),
  }
  return (
    <section id="slos" class="section" aria-labelledby="slos-title">
      <SectionTitle id="slos">SLOs</SectionTitle>
      {judgements.length === 0 ? (
        <p class="empty">
          {underWay
            ? 'No SLO has a value yet.'
            : 'This run judged no SLO, so it proves nothing about the target.'}
        </p>
      ) : (
        <>
          <div class="filters">
            <input
              ref={search}
              type="search"
              class="slo-search"
              aria-label="Search SLOs"
              aria-keyshortcuts="/"
              placeholder="Search: press /"
              value={filter.q}
              onInput={event => choose({ q: event.currentTarget.value })}
            />
            <Choices
              label="Verdict"
              options={VERDICTS}
              chosen={filter.verdict}
              count={option => judgements.filter(judgement => judgement.verdict === option).length}
              name={option => (
                <>
                  <VerdictIcon verdict={option} /> {VERDICT_WORD[option]}
                </>
              )}
              choose={verdict => choose({ verdict })}
            />
            <Choices
              label="Category"
              options={groups.map(({ category }) => category)}
              chosen={filter.category}
              count={option => judgements.filter(judgement => judgement.category === option).length}
              name={option => declared.sectionTitle(option)}
              choose={category => choose({ category })}
            />
          </div>
          {isFiltered ? (
            <div class="card">
              {shown.length > 0 && (
                <SloTable
                  caption={`${shown.length} of ${judgements.length} SLOs`}
                  judgements={shown}
                  {...shared}
                />
              )}
              {shown.length === 0 && <p class="padded soft">No SLO fits.</p>}
            </div>
          ) : (
            <div class="card">
              {missed.length > 0 && (
                <SloTable
                  caption={`${missed.length} of ${judgements.length} did not pass, the worst first`}
                  judgements={missed}
                  {...shared}
                />
              )}
              {groups.map(group => (
                <PassedFold key={group.category} group={group} {...shared} />
              ))}
            </div>
          )}
        </>
      )}
      {reported.length > 0 && <ReportedTable reported={reported} />}
    </section>
  )
}

function reveal(anchor: string): void {
  const row = document.querySelector(`#${CSS.escape(anchor)}`)
  const fold = row?.closest('details')
  if (fold) fold.open = true
  // The row may have been drawn anew since the address was followed: only now is it the target that is marked.
  location.replace(`#${anchor}`)
  row?.scrollIntoView()
}
