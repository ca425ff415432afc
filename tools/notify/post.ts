import { request } from 'undici'
import { CommandError } from '../../reports/command-line/run-main.ts'

/** A receiver holds up the end of a job for so long, ms. */
const WITHIN_MS = 10_000

/** So much is told of what it answered, characters. */
const MOST_TOLD = 200

/** Discord calls the text of a message by another name than Slack, Mattermost, Rocket.Chat, Google Chat and others do. */
const DISCORD = /(?:^|\.)discord(?:app)?\.com$/

/**
 * Posts a message to a webhook.
 *
 * @param withinMs for all of it. Default 10 s.
 * @throws CommandError that tells what came of it, without the address, whose path is a secret, when no status 2xx does
 */
export async function postMessage(url: URL, text: string, withinMs = WITHIN_MS): Promise<void> {
  const body = JSON.stringify(DISCORD.test(url.hostname) ? { content: text } : { text })
  const answered = await request(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
    signal: AbortSignal.timeout(withinMs),
  })
    .then(async ({ statusCode, body: answer }) => ({ statusCode, told: await answer.text() }))
    .catch((error: Error) => {
      const why =
        error.name === 'TimeoutError' ? `it did not answer within ${withinMs / 1000} s` : error.message
      throw new CommandError(`The message was not sent to ${url.host}: ${why}.`)
    })
  const { statusCode, told } = answered
  if (statusCode >= 200 && statusCode < 300) return
  throw new CommandError(
    `The message was not sent to ${url.host}: it answered ${statusCode} ${told.slice(0, MOST_TOLD)}`.trim(),
  )
}
