import { formatCount, formatElapsed, formatRatio } from '../../format.ts'
import type { Judgement } from '../../judge/slo.ts'
import { explainError } from '../../wording/error-explanation.ts'
import type { ErrorExplanation } from '../../wording/error-explanation.ts'
import { cite, citeAll, clip, counted, joined, nameAll } from '../cite.ts'
import type { Rule } from '../rule.ts'
import type { Seen, Tallied } from '../seen.ts'

/** Of a failed answer so much is cited. */
const EXAMPLE = 110

const talliedOf = (seen: Seen, { metric, labels }: Judgement): Tallied | undefined =>
  seen.tally(metric, labels)

const missedOf = (open: readonly Judgement[], metric: string): Judgement[] =>
  open.filter(one => one.metric === metric && one.verdict === 'FAIL')

const causesText = ({ causes }: Tallied): string =>
  joined(causes.map(([cause, count]) => `${clip(cause)} ${formatCount(count)}`))

/** Callers beyond the rate limit are refused otherwise than the standard asks. */
export const rateLimit: Rule = {
  id: 'rate-limit',
  find: (seen, open) =>
    missedOf(open, 'ratelimit').flatMap(one => {
      const tallied = talliedOf(seen, one)
      if (!tallied) return []
      const isBare = tallied.causes.some(([cause]) => cause.includes('Retry-After'))
      return {
        explains: [one],
        text: `${formatCount(tallied.bad)} of ${formatCount(tallied.total)} callers beyond the rate limit got a wrong answer: ${causesText(tallied)} (${cite(one)}).`,
        next: isBare
          ? 'Send Retry-After with each 429: without it clients come back at once, and the limit makes more load than it takes away.'
          : 'Answer those beyond the limit with 429 and Retry-After before any other work is done for them.',
      }
    }),
}

/** At the connection limit clients are refused unclearly, let in, or cut. */
export const connectionLimit: Rule = {
  id: 'connection-limit',
  find: (seen, open) =>
    missedOf(open, 'realtime.limit').flatMap(one => {
      const tallied = talliedOf(seen, one)
      if (!tallied) return []
      return {
        explains: [one],
        text: `At the connection limit ${formatCount(tallied.bad)} of ${formatCount(tallied.total)} clients were handled wrongly: ${causesText(tallied)} (${cite(one)}).`,
        next: 'Look where the target counts its connections: refuse the next one with status 503 and Retry-After or close code 1013, and leave the others open.',
      }
    }),
}

/** Updates are lost, doubled or out of order on connections that stood. */
export const lostUpdates: Rule = {
  id: 'lost-updates',
  find: (seen, open) =>
    missedOf(open, 'realtime.delivery').flatMap(one => {
      const tallied = talliedOf(seen, one)
      if (!tallied) return []
      const cut = seen.tally('realtime.held')
      const isHeld = cut !== undefined && cut.bad === 0
      const held = isHeld
        ? ' No connection was lost meanwhile (realtime.held 0), so the network is not why.'
        : cut
          ? ` ${counted(cut.bad, 'connection')} ${cut.bad === 1 ? 'was' : 'were'} lost meanwhile (realtime.held).`
          : ''
      const share = formatRatio(tallied.bad / tallied.total)
      return {
        explains: [one],
        text: `${share} of the updates did not reach the viewers once and in order: ${causesText(tallied)} of ${formatCount(tallied.total)} (${cite(one)}).${held}`,
        next: 'Follow one missing sequence number through the target, from where an update is taken to where it is sent to viewers: look for a full queue that drops, or updates merged by mistake.',
      }
    }),
}

/** Work that fails, by what it fails with: one piece of advice for each cause, over all that it hits. */
export const failures: Rule = {
  id: 'failures',
  find: (seen, open) => {
    const failing = open.flatMap(one => {
      const tallied = one.verdict === 'FAIL' ? talliedOf(seen, one) : undefined
      const [main] = tallied?.causes ?? []
      return tallied && main ? [{ judgement: one, tallied, cause: main[0] }] : []
    })
    return [...Map.groupBy(failing, ({ cause }) => cause)].map(([cause, group]) => {
      const judgements = group.map(({ judgement }) => judgement)
      const starved = open.filter(one => !judgements.includes(one) && isStarved(seen, one, judgements))
      const [first] = group
      const { meaning, remedy } = endedSignIn(seen, cause, first?.tallied) ?? explainError(cause)
      const spared = open.filter(({ id, verdict }) => id === first?.judgement.id && verdict === 'PASS')
      const example = group.find(({ tallied }) => tallied.example !== undefined)?.tallied.example
      const counts = group.map(
        ({ judgement, tallied }) =>
          `${formatCount(tallied.bad)} of ${formatCount(tallied.total)} in ${clip(judgement.name)}`,
      )
      return {
        explains: [...judgements, ...starved],
        text: [
          `Work fails with ${clip(cause)}: ${joined(counts)}. ${meaning}`,
          ...(first && first.tallied.blocks > 2 ? [spreadText(first.tallied)] : []),
          ...(spared.length > 0 ? [`Not hit: ${nameAll(spared)}.`] : []),
          ...(example === undefined ? [] : [`The first answer: ${clip(example, EXAMPLE)}`]),
          ...(starved.length === 0
            ? []
            : [
                `For want of what failed, ${counted(starved.length, 'more SLO')} can't be judged: ${citeAll(starved, 1)}.`,
              ]),
        ].join(' '),
        next: remedy,
        figures: {
          title: 'Share that failed',
          unit: 'ratio' as const,
          bars: group.slice(0, 6).map(({ judgement, tallied }) => ({
            label: clip(judgement.name),
            value: tallied.bad / tallied.total,
            isMarked: true as const,
          })),
        },
      }
    })
  },
}

/** So a target answers who is not signed in, or not any more: a redirect leads to where that is done. */
const SIGNED_OUT = /^(?:check: )?status (?:401|403|30[1237])\b/

/** @returns what to say where all was answered well and then nothing: a sign-in of its own length is over */
function endedSignIn(
  { report: { run } }: Seen,
  cause: string,
  tallied: Tallied | undefined,
): ErrorExplanation | undefined {
  const atMs = tallied?.turnedBadAtMs
  if (atMs === undefined || !SIGNED_OUT.test(cause)) return undefined
  return {
    meaning: `The sign-in expired: all was answered well until ${formatElapsed((atMs - Date.parse(run.startedAt)) / 1000)} of the run, and nothing after it.`,
    remedy:
      "Let the sign-in last longer than the measurement, let `login` return a token that does, or measure for less time. Fleetmark signs in anew between steps, and can't within one.",
  }
}

const spreadText = ({ blocks, badBlocks }: Tallied): string =>
  badBlocks > 0.9 * blocks
    ? 'It goes on all the time.'
    : `It happened in ${formatCount(badBlocks)} of ${formatCount(blocks)} moments, and not in between.`

/** Whether what failed is missing here: good answers of the same requests, or the load of agents that never connected. */
function isStarved(seen: Seen, one: Judgement, failed: readonly Judgement[]): boolean {
  const isOfConnect = failed.some(({ metric }) => metric === 'realtime.connect')
  if (one.verdict === 'INVALID') {
    return isOfConnect && one.doubts.some(({ kind }) => kind === 'load-not-applied')
  }
  if (!seen.hasFew(one)) return false
  if (isOfConnect && one.metric === 'realtime.connect.time') return true
  const [, workload] = /^(.+)\.(?:latency|overhead)$/.exec(one.metric) ?? []
  const lost = workload === undefined ? undefined : seen.tally(`${workload}.errors`, one.labels)
  return lost !== undefined && lost.bad > 0 && one.n + lost.bad >= (seen.slo(one)?.minSamples ?? 0)
}
