import { AT_ONCE, CLOSED_LOOPS, REFRESHES, SHIFTS } from './fixed-load.ts'
import { RAMP_MS, rampOf } from '../../fixtures/crew/gently.ts'
import type { Settings } from '../../fixtures/settings/settings.ts'
import type { Target } from '../../fixtures/targets/target.ts'
import { command } from '../../reports/command-line/command.ts'

/** @returns what `npm run perf` sends to a target of such a file, and where, a line each. @param others hosts that its page itself asks, by their names */
export function tellRun(target: Target, settings: Settings, others: readonly string[]): string[] {
  const { baseURL = '', pages = [], endpoints = [], realtime, login } = target
  const { PERF_VISITS, PERF_USERS, PERF_DURATION } = settings
  const viewers = PERF_USERS - 1
  const { viewer, polling } = realtime ?? {}
  return [
    `A run (${command('perf')}) sends to ${baseURL}:`,
    ...(login ? ['- one sign-in, and one more should it expire'] : []),
    ...pages.map(page => `- ${page.path}: ${tellPage(page, settings)}`),
    ...(endpoints.length > 0 ? [tellRequests(endpoints, settings)] : []),
    ...(viewer
      ? [
          `- ${viewer.path}: ${viewers} viewers (${viewer.transport ?? 'websocket'}) that listen for ${PERF_DURATION} s, and connect ${SHIFTS} times more while a browser visits the page ${PERF_VISITS} times`,
        ]
      : []),
    ...(polling
      ? [`- ${polling.path}: ${viewers} users who ask every ${(polling.everyMs ?? 1000) / 1000} s`]
      : []),
    others.length === 0
      ? 'and nothing to other hosts.'
      : `and to other hosts nothing but what the page itself asks in a visit: ${others.join(', ')}.`,
  ]
}

type Page = NonNullable<Target['pages']>[number]

function tellPage(
  { live }: Page,
  { PERF_VISITS, PERF_LIGHTHOUSE_RUNS, PERF_DEVICE, PERF_DURATION }: Settings,
): string {
  // As many with an empty cache and with a primed one, and before these one that primes it; one that tells what the page waits for; one before all.
  const visits = 2 * PERF_VISITS + 3
  const everyMs = typeof live === 'object' ? (live.everyMs ?? 0) : 0
  const seconds = Math.max(PERF_DURATION, Math.ceil((REFRESHES * everyMs) / 1000))
  const open = live === undefined ? '' : `, one that stays for ${seconds} s`
  const audits = PERF_LIGHTHOUSE_RUNS * (PERF_DEVICE === 'mobile' ? 2 : 1)
  return `${visits} visits by a real browser, one after the other, and one more after each spec that misses its SLO${open}, and ${audits} audits by Lighthouse, which load it twice each`
}

function tellRequests(endpoints: NonNullable<Target['endpoints']>, settings: Settings): string {
  const { PERF_API_RATE, PERF_API_DURATION } = settings
  const paths = endpoints.map(({ path }) => path).join(', ')
  const rate = Number(PERF_API_RATE.toFixed(1))
  const { connections, seconds } = CLOSED_LOOPS
  const numbers = `${connections.slice(0, -1).join(', ')} and ${connections.at(-1)}`
  const rampSeconds = rampOf(settings, RAMP_MS) / 1000
  const among = endpoints.length > 1 ? ', of each alone and of all together' : ''
  return `- GET ${paths}: ${rate} requests a second to each for ${PERF_API_DURATION} s, then ${AT_ONCE} at once to each, then for ${seconds} s each as many as ${numbers} connections carry${among}; the steady and the last after ${rampSeconds > 0 ? `a ramp of ${rampSeconds} s and ` : ''}half a second of warm-up`
}
