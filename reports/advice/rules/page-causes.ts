import type { Labels } from '../../../load/measure/measurement.ts'
import type { Diagnosis, LargestPaint } from '../../diagnosis.ts'
import { formatValue } from '../../format.ts'
import { clip, joined } from '../cite.ts'
import type { Seen } from '../seen.ts'

/** @returns the visit that explains those with such labels */
export function diagnosisOf(seen: Seen, labels: Labels): Diagnosis | undefined {
  const diagnoses = seen.report.diagnoses ?? []
  const { page } = labels
  return page === undefined ? diagnoses[0] : diagnoses.find(one => one.page === page)
}

/** What the time of a largest paint can pass in, and what to do about each. https://web.dev/articles/optimize-lcp */
const PARTS: readonly {
  name: string
  of: (largest: LargestPaint) => number
  next: string
}[] = [
  {
    name: 'waiting for the first byte of the document',
    of: ({ firstByteMs }) => firstByteMs,
    next: 'Look at what the server does before it answers the document.',
  },
  {
    name: 'before it is asked for',
    of: ({ loadDelayMs }) => loadDelayMs,
    next: 'Name the image in the document itself, with fetchpriority="high", so that it is asked for at once.',
  },
  {
    name: 'loading it',
    of: ({ loadMs }) => loadMs,
    next: 'Make the image smaller, or serve it from nearer by.',
  },
  {
    name: 'until it is drawn, when all it needs is there',
    of: ({ renderDelayMs }) => renderDelayMs,
    next: 'Look at the scripts that run before it is drawn, and at data that it waits for: put it into the document itself.',
  },
]

/** @returns what the largest paint was and where its time passed, in a sentence, and what to do about that */
export function tellLargest(diagnosis: Diagnosis | undefined): { text: string; next: string } | undefined {
  const largest = diagnosis?.largest
  if (!largest) return undefined
  const [most] = PARTS.toSorted((a, b) => b.of(largest) - a.of(largest))
  if (!most) return undefined
  const { element, url, atMs } = largest
  const named = url === undefined ? clip(element) : `${clip(element)} (${clip(url)})`
  return {
    text: `In the visit that was watched closely the largest element was ${named}: ${formatValue(most.of(largest), 'ms')} of its ${formatValue(atMs, 'ms')} passed ${most.name}.`,
    next: most.next,
  }
}

/** @returns what moved, in a sentence; empty where nothing was seen to */
export function tellShifts(diagnosis: Diagnosis | undefined): string {
  const [first] = diagnosis?.shifts ?? []
  if (!first) return ''
  const moved = joined(first.elements.map(element => clip(element)))
  return `The largest shift of the visit that was watched closely, ${formatValue(first.score, 'score')} after ${formatValue(first.atMs, 'ms')}, moved ${moved}.`
}
