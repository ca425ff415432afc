import type { Labels } from '../../../load/measure/measurement.ts'
import { formatCount, formatRatio, formatValue } from '../../format.ts'
import type { Judgement } from '../../judge/slo.ts'
import type { Curve } from '../../run-report.ts'
import { cite, citeAll, clip, joined } from '../cite.ts'
import type { Finding, Rule } from '../rule.ts'
import { percentileOf } from '../seen.ts'
import type { Seen } from '../seen.ts'
import { cpuText } from './target-cpu.ts'
import { marked } from './page-load.ts'

const ms = (value: number): string => formatValue(value, 'ms')

/** The quickest twentieth takes at least half as long as the slowest: it is a wait that all have, and no queue that some meet. */
const isAlike = (curve: Curve): boolean => percentileOf(curve, 5) >= 0.5 * percentileOf(curve, 95)

const strainedOf = (seen: Seen, open: readonly Judgement[], ...metrics: string[]): Judgement[] =>
  open
    .filter(one => metrics.includes(one.metric) && seen.isStrained(one))
    .toSorted((a, b) => metrics.indexOf(a.metric) - metrics.indexOf(b.metric))

const UPDATES = ['realtime.latency', 'realtime.paint', 'realtime.refresh', 'realtime.staleness']

/** The spans from an agent to the pixel, by their medians, ms. */
interface PaintSpans {
  receivedMs: number
  domMs: number
  frameMs: number
}

function spansOf(seen: Seen): PaintSpans | undefined {
  const medianOf = (metric: string): number => {
    const curve = seen.curve(metric)
    return curve ? percentileOf(curve, 50) : Number.NaN
  }
  const spans = {
    receivedMs: medianOf('realtime.paint.received'),
    domMs: medianOf('realtime.paint.dom'),
    frameMs: medianOf('realtime.paint.frame'),
  }
  return Number.isFinite(spans.receivedMs + spans.domMs + spans.frameMs) ? spans : undefined
}

const spanText = ({ receivedMs, domMs, frameMs }: PaintSpans): string =>
  `From agent to pixel ${ms(receivedMs)} pass until the page receives an update, ${ms(domMs)} until it is in the DOM and ${ms(frameMs)} until the paint (realtime.paint, medians).`

const spanFigures = (spans: PaintSpans | undefined, mark: keyof PaintSpans): Pick<Finding, 'figures'> =>
  spans
    ? {
        figures: {
          title: 'From agent to pixel (medians)',
          unit: 'ms',
          bars: [
            { label: 'sent to received', value: spans.receivedMs, ...marked(mark === 'receivedMs') },
            { label: 'received to DOM', value: spans.domMs, ...marked(mark === 'domMs') },
            { label: 'DOM to painted', value: spans.frameMs, ...marked(mark === 'frameMs') },
          ],
        },
      }
    : {}

/** @returns how often a viewer gets a frame under a steady load, ms; `undefined` where it is not known */
function frameIntervalMs(seen: Seen, labels: Labels): number | undefined {
  const viewers = seen.tally('realtime.connect', { side: 'viewer' })
  const window = seen.window('realtime.frames', labels)
  const frames = seen.tally('realtime.frames', labels)?.total ?? 0
  const watching = viewers ? viewers.total - viewers.bad : 0
  if (!window || frames === 0 || watching === 0) return undefined
  return ((window.endMs - window.startMs) * watching) / frames
}

/** The target gathers updates and sends them together: what is left of the latency is the wait for the next frame. */
export const coalescing: Rule = {
  id: 'coalescing',
  find: (seen, open) => {
    const late = strainedOf(seen, open, ...UPDATES)
    const [first] = late.filter(({ metric }) => metric === 'realtime.latency')
    const steady = { stage: 'steady' }
    const curve = first && seen.curve('realtime.latency', steady)
    const everyMs = frameIntervalMs(seen, steady)
    if (!first || !curve || everyMs === undefined) return []
    const [p50, p95] = [percentileOf(curve, 50), percentileOf(curve, 95)]
    // Updates that come at any moment wait half an interval in the middle, and a whole one at most.
    const isWait = p50 > 0.3 * everyMs && p50 < 0.8 * everyMs && p95 < 1.5 * everyMs && p95 > 0.7 * everyMs
    if (!isWait || everyMs < 0.4 * first.limit) return []
    return [
      {
        explains: late,
        text: `The target sends what it gathered every ${ms(everyMs)} (realtime.frames to each viewer), and that wait is the latency: half of the updates arrive within ${ms(p50)}, nearly all within ${ms(p95)}. ${citeAll(late)}.`,
        next: `Shorten the interval at which updates are sent together: at half of it this load would arrive within about ${ms(p95 / 2)}.`,
        ...spanFigures(spansOf(seen), 'receivedMs'),
      },
    ]
  },
}

/** The page itself takes most of the way from agent to pixel. */
const inPage = (id: string, span: 'domMs' | 'frameMs', what: string, next: string): Rule => ({
  id,
  find: (seen, open) => {
    const late = strainedOf(seen, open, 'realtime.paint', 'page.live')
    const spans = spansOf(seen)
    if (!spans || late[0]?.metric !== 'realtime.paint') return []
    const { receivedMs, domMs, frameMs } = spans
    if (spans[span] < 0.5 * (receivedMs + domMs + frameMs)) return []
    return [
      {
        explains: late,
        text: `${what} ${spanText(spans)} ${citeAll(late)}.`,
        next,
        ...spanFigures(spans, span),
      },
    ]
  },
})

/** What the page does with an update takes longest. */
export const domWork = inPage(
  'dom-work',
  'domMs',
  'The page has the update and puts it into the DOM late.',
  'Profile what the page does with one message: parsing it, state, and how many rows it draws anew. Draw only what changed, once a frame.',
)

/** Between the DOM and the paint the page waits for its frame. */
export const frameWait: Rule = inPage(
  'frame-wait',
  'frameMs',
  'The update is in the DOM and the frame comes late: layout and painting take long, or other scripts hold the frame.',
  'Profile one frame of the page while agents report: look for layout of the whole list, and for scripts between two frames.',
)

/** Updates are late before any page has them. */
export const lateUpdates: Rule = {
  id: 'late-updates',
  find: (seen, open) => {
    const late = strainedOf(seen, open, ...UPDATES)
    const [first] = late
    const curve =
      first && (seen.curve('realtime.latency', first.labels) ?? seen.curve('realtime.paint.received'))
    if (!first || !curve) return []
    const [p5, p50, p95] = [percentileOf(curve, 5), percentileOf(curve, 50), percentileOf(curve, 95)]
    const isFixed = isAlike(curve)
    const spans = spansOf(seen)
    const how = isFixed
      ? `Updates leave the target late, all of them alike: the quickest twentieth takes ${ms(p5)}, half ${ms(p50)}, the slowest twentieth ${ms(p95)} or more (${curve.metric}).`
      : `Some updates leave the target late: half arrive within ${ms(p50)}, one in twenty takes ${ms(p95)} or more (${curve.metric}).`
    return [
      {
        explains: late,
        text: [
          how,
          ...(spans ? [spanText(spans)] : []),
          `${citeAll(late)}.`,
          isFixed ? cpuText(seen, seen.window('realtime.latency', first.labels)) : '',
        ]
          .filter(Boolean)
          .join(' '),
        next: isFixed
          ? 'Look at what an update waits for between its arrival and its sending: a timer, a queue, a slow store or broker.'
          : 'Look on the time axis for the seconds in which they are late, and at what else the target did then: garbage collection, a large snapshot, a lock.',
        ...spanFigures(spans, 'receivedMs'),
      },
    ]
  },
}

/** Connections open late. */
export const slowHandshakes: Rule = {
  id: 'slow-handshakes',
  find: (seen, open) =>
    strainedOf(seen, open, 'realtime.connect.time').flatMap(one => {
      const curve = seen.curve(one.metric, one.labels)
      if (!curve) return []
      const [p5, p50, p95] = [percentileOf(curve, 5), percentileOf(curve, 50), percentileOf(curve, 95)]
      const updates = seen.curve('realtime.latency', { stage: 'steady' })
      const after = updates
        ? ` Once connected they are served in ${ms(percentileOf(updates, 50))} (median, realtime.latency).`
        : ''
      return {
        explains: [one],
        text: isAlike(curve)
          ? `Each handshake takes as long, the first ones too: ${ms(p5)} for the quickest twentieth, ${ms(p50)} for half; ${cite(one)}.${after}`
          : `Handshakes queue up: the quickest twentieth is in after ${ms(p5)}, half after ${ms(p50)}, the last after ${ms(p95)} or more; ${cite(one)}.${after}`,
        next: isAlike(curve)
          ? 'Look at what the target does before it accepts a socket: a token that is checked elsewhere, a session that is looked up, a timer.'
          : 'Look at how many handshakes the target takes a second: TLS, sign-in and the listen backlog; more processes share them.',
      }
    }),
}

/**
 * Those who poll get answers too seldom, or old ones. An interval is the wait that a poller makes by itself and the time of the answer, which are not
 * told apart here: nothing is said of the one that may be the other.
 */
export const slowPolling: Rule = {
  id: 'slow-polling',
  find: (seen, open) => {
    const late = strainedOf(seen, open, 'realtime.polling', 'realtime.polling.age')
    const [first] = late
    const curve = first && seen.curve('realtime.polling', first.labels)
    if (!first || !curve) return []
    const [p5, p50, p95] = [percentileOf(curve, 5), percentileOf(curve, 50), percentileOf(curve, 95)]
    const every = `Who polls gets an answer every ${ms(p50)} (median, realtime.polling)`
    const isOld = late.every(({ id }) => id === 'realtime.polling.age')
    return [
      {
        explains: late,
        ...(isOld
          ? {
              text: `${every}, and what it holds grows old until the next one: ${citeAll(late)}.`,
              next: 'Let pages poll more often, or push what changes over a socket: what they show can not be fresher than the interval.',
            }
          : {
              text: `${every}; the quickest twentieth after ${ms(p5)}, the slowest after ${ms(p95)} or more: ${citeAll(late)}. ${cpuText(seen, seen.window('realtime.polling', first.labels))}`.trim(),
              next: 'Look at the endpoint that pages poll: what is beyond their own wait is the time of its answer.',
            }),
      },
    ]
  },
}

/** After an outage connections come back late: as each handshake is slow, as they are refused, or as all come at once. */
const recovery = (id: string, isSlow: boolean): Rule => ({
  id,
  find: (seen, open) => {
    const strained = strainedOf(seen, open, 'realtime.recovery', 'realtime.recovery.time')
    return [...Map.groupBy(strained, ({ labels }) => labels['cause'])].flatMap(
      ([cause, group]): Finding[] => {
        const labels: Labels = cause === undefined ? {} : { cause }
        const back = seen.tally('realtime.recovery', labels)
        const curve = seen.curve('realtime.recovery.time', labels)
        const tries = seen.tally('realtime.recovery.tries', labels)
        const peak = Math.max(
          0,
          ...seen.points('load.reconnects', undefined, labels).map(([, value]) => value),
        )
        if (!back) return []
        const isRefused = tries !== undefined && tries.bad > 0.05 * tries.total
        const isEach = !isRefused && (!curve || isAlike(curve))
        if (isEach !== isSlow) return []
        const share = `${formatCount(back.total - back.bad)} of ${formatCount(back.total)} connections are back within 5 s of the outage${cause === undefined ? '' : ` (${clip(cause)})`}`
        const attempts = `At the peak ${formatCount(Math.round(peak))} attempts came in a second`
        const refused =
          tries && isRefused
            ? `, and ${formatRatio(tries.bad / tries.total)} of all were refused (${joined(tries.causes.map(([each]) => clip(each)))})`
            : ''
        const times = curve
          ? ` The quickest twentieth took ${ms(percentileOf(curve, 5))}, half ${ms(percentileOf(curve, 50))} (realtime.recovery.time).`
          : ''
        return [
          {
            explains: group,
            text: `${share}: ${citeAll(group)}. ${attempts}${isRefused ? refused : ', and none was refused'}.${times}`,
            next: isSlow
              ? 'The herd is not why: each handshake takes that long. Look at what the target does before it accepts a socket.'
              : 'All come back at once: let the target accept a burst, or tell clients to spread their attempts (Retry-After, back-off with jitter).',
          },
        ]
      },
    )
  },
})

/** Each connection takes long to be accepted again. */
export const slowRecovery = recovery('slow-recovery', true)

/** All connections come back at once, and the target can't take them. */
export const herd = recovery('herd', false)
