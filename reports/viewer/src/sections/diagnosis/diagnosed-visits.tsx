import { formatValue } from '../../../../format.ts'
import type { Diagnosis } from '../../../../diagnosis.ts'
import { fileLink } from '../../model/file-link.ts'
import { Filmstrip } from './filmstrip.tsx'
import { LargestPaintParts } from './largest-paint-parts.tsx'
import { LayoutShifts } from './layout-shifts.tsx'
import { Waterfall } from './waterfall.tsx'

/** Why the pages take as long as they do: of each, one visit that was watched closely and is counted nowhere. */
export function DiagnosedVisits({ diagnoses }: { diagnoses: readonly Diagnosis[] }) {
  return (
    <div class="stack">
      <h3>One visit, watched closely</h3>
      <p class="lead">
        Made after the measured ones, with an empty cache, and not counted: filming takes time, so its figures
        are larger than theirs. It shows what the page waits for.
      </p>
      {diagnoses.map(diagnosis => (
        <DiagnosedVisit key={diagnosis.har} diagnosis={diagnosis} />
      ))}
    </div>
  )
}

function DiagnosedVisit({ diagnosis }: { diagnosis: Diagnosis }) {
  const { page, readyMs, largest, shifts, har } = diagnosis
  return (
    <article class="card padded stack">
      <h4 class="break">
        {page}: live data after {formatValue(readyMs, 'ms')}
      </h4>
      <Filmstrip diagnosis={diagnosis} />
      <div class="columns">
        {largest && <LargestPaintParts largest={largest} />}
        <LayoutShifts shifts={shifts} />
      </div>
      <Waterfall diagnosis={diagnosis} />
      <p class="small">
        <a href={fileLink(har)}>All requests as an HTTP Archive</a>{' '}
        <span class="soft">for the network panel of a browser's developer tools</span>
      </p>
    </article>
  )
}
