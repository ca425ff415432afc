import type { Settings } from '../../fixtures/settings.ts'
import type { Target } from '../../fixtures/targets/target.ts'
import { command } from '../../reports/command.ts'

/** @returns what `npm run perf` sends to a target of such a file, and where, a line each. @param others hosts that its page itself asks, by their names */
export function tellRun(target: Target, settings: Settings, others: readonly string[]): string[] {
  const { baseURL = '', pages = [], endpoints = [], realtime, login } = target
  const { PERF_VISITS, PERF_LIGHTHOUSE_RUNS, PERF_USERS, PERF_API_RATE, PERF_API_DURATION, PERF_DURATION } =
    settings
  const paths = endpoints.map(({ path }) => path).join(', ')
  const viewers = PERF_USERS - 1
  const { viewer, polling } = realtime ?? {}
  const rate = Number(PERF_API_RATE.toFixed(1))
  return [
    `A run (${command('perf')}) sends to ${baseURL}:`,
    ...(login ? ['- one sign-in, and one more should it expire'] : []),
    ...pages.map(
      ({ path }) =>
        `- ${path}: ${2 * PERF_VISITS} visits by a real browser, one after the other, and ${PERF_LIGHTHOUSE_RUNS} audits by Lighthouse`,
    ),
    ...(endpoints.length > 0
      ? [
          `- GET ${paths}: ${rate} requests a second to each for ${PERF_API_DURATION} s, then 50 at once to each, then for 1 s each as many as 10, 50 and 100 connections carry`,
        ]
      : []),
    ...(viewer
      ? [
          `- ${viewer.path}: ${viewers} viewers (${viewer.transport ?? 'websocket'}) that listen for ${PERF_DURATION} s, and while a browser visits the page ${PERF_VISITS} times`,
        ]
      : []),
    ...(polling
      ? [`- ${polling.path}: ${PERF_USERS - 1} users who ask every ${(polling.everyMs ?? 1000) / 1000} s`]
      : []),
    others.length === 0
      ? 'and nothing to other hosts.'
      : `and to other hosts nothing but what the page itself asks in a visit: ${others.join(', ')}.`,
  ]
}
