import type { Labels } from '../../../load/measure/measurement.ts'
import { formatValue } from '../../format.ts'
import type { Judgement } from '../../judge/slo.ts'
import { cite, citeAll, clip, joined } from '../cite.ts'
import type { AdviceFigures } from '../../advice.ts'
import type { Rule } from '../rule.ts'
import { carries, percentileOf } from '../seen.ts'
import type { Seen } from '../seen.ts'
import { byWeight, marked } from './page-load.ts'

const ms = (value: number): string => formatValue(value, 'ms')

/** The page's own scripts keep its main thread from painting and answering. */
export const longFrames: Rule = {
  id: 'long-frames',
  find: (seen, open) => {
    const strained = (metric: string): Judgement[] =>
      open.filter(one => one.metric === metric && seen.isStrained(one))
    const blocking = [...strained('dashboard.long-frames'), ...strained('lighthouse.tbt')]
    const [first] = blocking
    if (!first) return []
    const slow = strained('dashboard.inp')
    const explains = [...byWeight([...blocking, ...slow]), ...strained('lighthouse.performance')]
    const interactions = interactionsOf(seen, first.labels)
    const ttfb = seen.curve('dashboard.ttfb', first.labels)
    return [
      {
        explains,
        text: [
          `The page's main thread is busy with its own scripts: ${citeAll(explains)}.`,
          ...(slow.length > 0 && interactions.length > 0
            ? [`Clicks wait for it, all of them: ${interactionText(interactions)}.`]
            : []),
          ...(ttfb && strained('dashboard.ttfb').length === 0
            ? [
                `The server is not why: the first byte is there after ${ms(percentileOf(ttfb, 50))} (dashboard.ttfb).`,
              ]
            : []),
        ].join(' '),
        next: 'Record a performance profile of the page while it loads, look for tasks over 50 ms, and split them, do them later or move them to a worker.',
        ...(interactions.length > 0 && slow[0]
          ? { figures: interactionFigures(interactions, slow[0].limit) }
          : {}),
      },
    ]
  },
}

/** The page answers one interaction late, and its frames are not blocked while it loads. */
export const slowInteraction: Rule = {
  id: 'slow-interaction',
  find: (seen, open) =>
    open
      .filter(one => one.metric === 'dashboard.inp' && seen.isStrained(one))
      .flatMap(one => {
        const interactions = interactionsOf(seen, one.labels)
        const [worst] = interactions
        if (!worst) return []
        return {
          explains: [one],
          text: `"${clip(worst.name)}" is the slowest interaction: half take ${ms(worst.medianMs)} or more until the next paint; ${cite(one)}. All: ${interactionText(interactions)}.`,
          next: `Record a performance profile of "${clip(worst.name)}": look at its handler, and at how much of the page it draws anew.`,
          figures: interactionFigures(interactions, one.limit),
        }
      }),
}

interface Interaction {
  name: string
  medianMs: number
}

const interactionsOf = (seen: Seen, labels: Labels): Interaction[] =>
  seen
    .curves('dashboard.inp')
    .filter(curve => carries(curve.labels, labels['page'] === undefined ? {} : { page: labels['page'] }))
    .map(curve => ({ name: curve.labels['interaction'] ?? '', medianMs: percentileOf(curve, 50) }))
    .toSorted((a, b) => b.medianMs - a.medianMs)

const interactionText = (all: readonly Interaction[]): string =>
  joined(all.map(({ name, medianMs }) => `${clip(name)} ${ms(medianMs)}`))

const interactionFigures = (all: readonly Interaction[], limit: number): AdviceFigures => ({
  title: 'Interaction to next paint (medians)',
  unit: 'ms',
  limit,
  bars: all.slice(0, 6).map(({ name, medianMs }) => ({
    label: clip(name),
    value: medianMs,
    ...marked(medianMs > limit),
  })),
})

/** A page that is left open falls behind what arrives. */
export const pageRefresh: Rule = {
  id: 'page-refresh',
  find: (seen, open) => {
    const late = open
      .filter(({ metric }) => metric === 'page.refresh' || metric === 'page.live')
      .filter(one => seen.isStrained(one))
    const [first] = late
    if (!first) return []
    const interval = seen.curve('page.refresh.interval', first.labels)
    const live = seen.curve('page.live', first.labels)
    const isPaint = late.some(({ metric }) => metric === 'page.live')
    const facts = [
      ...(interval
        ? [`it changes every ${ms(percentileOf(interval, 50))} (median, page.refresh.interval)`]
        : []),
      ...(live ? [`what arrives is painted after ${ms(percentileOf(live, 50))} (median, page.live)`] : []),
    ]
    return [
      {
        explains: late,
        text: `The open page falls behind: ${citeAll(late)}${facts.length > 0 ? `; ${facts.join(', ')}` : ''}.`,
        next: isPaint
          ? 'The data is there and the page paints it late: look at what it does between a message and the paint, such as drawing all rows anew or a timer of its own.'
          : 'The page paints at once what arrives, so it is asked for or sent too seldom: look at its timer, and at how long the answers take.',
      },
    ]
  },
}
