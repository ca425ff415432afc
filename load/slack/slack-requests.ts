import type { HttpRequest } from '../http/request.ts'

/**
 * Where a provider tells of the calls whose prompt holds `{{key}}`, and the places of moments there (seconds or milliseconds since the
 * epoch, or dates): when each came, and when it was answered. Its clock is to be this machine's.
 */
export interface ModelCalls {
  /** Its address. */
  origin: string
  path: string
  asked: string
  done: string
}

/** How a target's gateway to Slack is reached. Plain data, that can be sent to a thread. */
export interface SlackRequests {
  /** Where it takes Slack's events. */
  events: string
  /** What Slack signs with. */
  signingSecret: string
  /** Tells the target that Slack's API is at `{{slackAPI}}`. Default: it knows, and asks the address at which it is called back, with `/api` behind it. */
  connect?: HttpRequest
  /** Where the provider of its model tells of calls. Default: nobody is asked, and the stages between are not seen. */
  model?: ModelCalls
  /** What is asked simply, and what takes several steps; `{{key}}` is a word of each message's own. Default: of one sentence, and of five. */
  simple?: string
  complex?: string
}

/** A message of one sentence. */
export const SIMPLE = 'What is (1250 * 12) - 340 in {{key}}?'

/** A message of five: a gateway that asks for each sentence names the key at its first call and its last. */
export const COMPLEX = [
  'Please summarise the incident report {{key}} of last night.',
  'When is the next release?',
  'What is (1250 * 12) - 340?',
  'Deploy agent 17 to eu-west and restart the queue workers.',
  'Then write to ops@example.com what was done about {{key}}.',
].join(' ')
