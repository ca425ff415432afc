import { createHmac } from 'node:crypto'

/**
 * @param seconds since the epoch at which it is signed
 * @returns the headers by which Slack's requests are known (`v0`: HMAC-SHA256 of `v0:<time>:<body>`, https://docs.slack.dev/authentication/verifying-requests-from-slack)
 */
export function signedHeaders(body: string, secret: string, seconds: number): Record<string, string> {
  const signature = createHmac('sha256', secret).update(`v0:${seconds}:${body}`).digest('hex')
  return {
    'content-type': 'application/json',
    'x-slack-request-timestamp': String(seconds),
    'x-slack-signature': `v0=${signature}`,
  }
}
