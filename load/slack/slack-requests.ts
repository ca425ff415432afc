import type { HttpRequest } from '../http/request.ts'

/** How a target's gateway to Slack is reached. Plain data, that can be sent to a thread. */
export interface SlackRequests {
  /** Where it takes Slack's events. */
  events: string
  /** What Slack signs with. */
  signingSecret: string
  /** Tells the target that Slack's API is at `{{slackAPI}}`. Default: it knows, and asks `PERF_CALLBACK_URL` with `/api` behind it. */
  connect?: HttpRequest
  /** What is asked simply, and what takes several steps. Default: of one sentence, and of five. */
  simple?: string
  complex?: string
}

/** A message of one sentence. */
export const SIMPLE = 'What is (1250 * 12) - 340?'

/** A message of five. */
export const COMPLEX = [
  'Please summarise the incident report of last night.',
  'When is the next release?',
  'What is (1250 * 12) - 340?',
  'Deploy agent 17 to eu-west and restart the queue workers.',
  'Then write to ops@example.com what was done.',
].join(' ')
