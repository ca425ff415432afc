import { formatValue } from '../../format.ts'
import type { Judgement } from '../../judge/slo.ts'
import { percentileOf } from '../seen.ts'
import type { Seen } from '../seen.ts'
import type { Labels } from '../../../load/measure/measurement.ts'
import { cite, citeAll, clip, joined } from '../cite.ts'
import type { Finding, Rule } from '../rule.ts'
import { diagnosisOf, tellLargest, tellShifts } from './page-causes.ts'

/** From so much of its time on a span is what makes a page late. */
const MOST_OF_IT = 0.4

const ms = (value: number): string => formatValue(value, 'ms')

/** Medians of visits of one kind, ms since the start of the navigation. */
interface VisitTimes {
  firstByteMs: number
  firstPaintMs: number
  largestPaintMs: number
  readyMs: number
}

function timesOf(seen: Seen, labels: Labels): VisitTimes | undefined {
  const medianOf = (metric: string): number => {
    const curve = seen.curve(metric, labels)
    return curve ? percentileOf(curve, 50) : Number.NaN
  }
  const times = {
    firstByteMs: medianOf('dashboard.ttfb'),
    firstPaintMs: medianOf('dashboard.fcp'),
    largestPaintMs: medianOf('dashboard.lcp'),
    readyMs: medianOf('dashboard.ready'),
  }
  return Number.isFinite(times.firstByteMs + times.firstPaintMs + times.readyMs) ? times : undefined
}

/** Why a page is late, the first that fits. */
const WAITS: readonly {
  id: string
  fits: (times: VisitTimes, isStrained: (metric: string) => boolean) => boolean
  says: (times: VisitTimes) => string
  next: string
}[] = [
  {
    id: 'page-first-byte',
    fits: ({ firstByteMs, firstPaintMs }, isStrained) =>
      isStrained('dashboard.ttfb') ||
      (firstByteMs > MOST_OF_IT * firstPaintMs &&
        (isStrained('dashboard.fcp') || isStrained('dashboard.lcp'))),
    says: ({ firstByteMs, firstPaintMs }) =>
      `The page waits for the server: the first byte of its document takes ${ms(firstByteMs)} of the ${ms(firstPaintMs)} until the first paint (dashboard.ttfb, medians)`,
    next: 'Look at what the server does before it answers the document: sign-in, rendering, a query, a redirect. Every file that the page then asks for may wait as long.',
  },
  {
    id: 'first-paint-late',
    fits: (_, isStrained) => isStrained('dashboard.fcp'),
    says: ({ firstByteMs, firstPaintMs }) =>
      `The document is there after ${ms(firstByteMs)}, and nothing is painted before ${ms(firstPaintMs)} (dashboard.ttfb, dashboard.fcp, medians)`,
    next: 'Look at the styles and scripts in the head of the document: they are fetched and run before the first paint. Defer what it does not need.',
  },
  {
    id: 'largest-paint-late',
    fits: ({ largestPaintMs }, isStrained) => Number.isFinite(largestPaintMs) && isStrained('dashboard.lcp'),
    says: ({ firstPaintMs, largestPaintMs }) =>
      `The first paint comes after ${ms(firstPaintMs)}, the largest only after ${ms(largestPaintMs)} (dashboard.fcp, dashboard.lcp, medians)`,
    next: 'Look at what the largest element waits for: an image or data that is asked for late. Ask for it in the document itself.',
  },
  {
    id: 'live-data-late',
    fits: (_, isStrained) => isStrained('dashboard.ready'),
    says: ({ firstPaintMs, readyMs }) =>
      `The page is painted after ${ms(firstPaintMs)} and shows live data only ${ms(readyMs - firstPaintMs)} later (dashboard.fcp, dashboard.ready, medians)`,
    next: 'Look at how the page gets its first data: the handshake of its socket, the first message, or the calls before it. Start them before the first paint.',
  },
]

const PAGE_METRICS = ['dashboard.ttfb', 'dashboard.fcp', 'dashboard.lcp', 'dashboard.ready']

/** A rule for each wait. */
export const pageWaits: readonly Rule[] = WAITS.map(({ id, fits, says, next }) => ({
  id,
  find: (seen, open) => {
    const strained = open.filter(one => PAGE_METRICS.includes(one.metric) && seen.isStrained(one))
    const groups = Map.groupBy(strained, ({ labels }) => `${labels['cache']} ${labels['page']}`)
    return [...groups.values()].flatMap((group): Finding[] => {
      const labels = group[0]?.labels ?? {}
      const times = timesOf(seen, labels)
      if (!times || !fits(times, metric => group.some(one => one.metric === metric))) return []
      const told = id === 'largest-paint-late' ? tellLargest(diagnosisOf(seen, labels)) : undefined
      const alike = open.filter(one => one.metric === 'users.ready' && seen.isStrained(one))
      const explains = [...byWeight(group), ...alike]
      return [
        {
          explains,
          text: [`${says(times)}: ${citeAll(explains)}.`, told?.text].filter(Boolean).join(' '),
          next: told?.next ?? next,
          figures: {
            title: 'Where the time of a visit passes (medians)',
            unit: 'ms',
            bars: [
              { label: 'to the first byte', value: times.firstByteMs, ...marked(id === 'page-first-byte') },
              {
                label: 'then to the first paint',
                value: Math.max(0, times.firstPaintMs - times.firstByteMs),
                ...marked(id === 'first-paint-late'),
              },
              {
                label: 'then to live data',
                value: Math.max(0, times.readyMs - times.firstPaintMs),
                ...marked(id === 'live-data-late'),
              },
            ],
          },
        },
      ]
    })
  },
}))

/** @returns the mark of a bar that the advice is about */
export const marked = (is: boolean): { isMarked?: true } => (is ? { isMarked: true } : {})

/** @returns what is missed first; of those, in the order of the page's life */
export const byWeight = (judgements: readonly Judgement[]): Judgement[] =>
  judgements.toSorted(
    (a, b) =>
      Number(b.verdict === 'FAIL') - Number(a.verdict === 'FAIL') ||
      PAGE_METRICS.indexOf(a.metric) - PAGE_METRICS.indexOf(b.metric),
  )

/** What is shown moves while it is read. */
export const layoutShift: Rule = {
  id: 'layout-shift',
  find: (seen, open) =>
    open
      .filter(one => one.metric === 'dashboard.cls' && seen.isStrained(one))
      .map(one => {
        const curve = seen.curve(one.metric, one.labels)
        const [least, most] = curve
          ? [percentileOf(curve, 5), percentileOf(curve, 95)]
          : [Number.NaN, Number.NaN]
        const isSame = most > 0 && least > 0.8 * most
        const how = isSame
          ? `Every visit shifts as far (${formatValue(least, 'score')} to ${formatValue(most, 'score')}), so it is the same element each time: something is put above what is already painted.`
          : `Visits differ (${formatValue(least, 'score')} to ${formatValue(most, 'score')}), so it depends on what arrives first.`
        return {
          explains: [one],
          text: [
            `The page's content moves after it is painted: ${cite(one)}.`,
            curve && how,
            tellShifts(diagnosisOf(seen, one.labels)),
          ]
            .filter(Boolean)
            .join(' '),
          next: isSame
            ? 'Find the element that comes in late (a banner, a toolbar, a list without a height) and keep its place free from the first paint.'
            : 'Give everything that loads late a fixed size: images, charts, rows, fonts.',
        }
      }),
}

/** Lighthouse's scores, by the audits that failed. */
export const audits: Rule = {
  id: 'audits',
  find: (seen, open) =>
    open
      .filter(one => one.metric.startsWith('lighthouse.') && seen.isStrained(one))
      .map(one => {
        const category = one.metric.slice('lighthouse.'.length)
        const audit = seen.report.lighthouse[0]
        const failed = (audit?.failed ?? []).filter(each => each.category === category)
        const named =
          failed.length > 0
            ? ` What it found: ${joined(
                failed.map(({ title }) => clip(title)),
                5,
                '; ',
              )}.`
            : ''
        return {
          explains: [one],
          text: `${cite(one)}.${named}`,
          next: audit
            ? `Open Lighthouse's own report of the median run, ${audit.file}: it names each element.`
            : 'Run Lighthouse on the page by hand: its report names each element.',
        }
      }),
}
