import { signedHeaders } from './sign.ts'

/** One time that an event is sent: signed so long before the last time, s; and which retry of Slack's it is, 0 for none. */
interface Time {
  agoSeconds: number
  retry: number
}

/** How an event comes that is to be answered once, and what is wrong where nobody answers it, or somebody more than once. */
export interface Sending {
  times: readonly Time[]
  none: string
  more: string
}

const more = 'an event was answered more than once'

/**
 * Slack sends an event again when it heard nothing in time, signed anew, up to three times in all: https://docs.slack.dev/apis/events-api. Then the first time may
 * have been lost on its way. Who records a request sends it as it was, and says nothing of a retry.
 */
export const SENDINGS: readonly Sending[] = [
  {
    times: [
      { agoSeconds: 2, retry: 0 },
      { agoSeconds: 1, retry: 1 },
      { agoSeconds: 0, retry: 2 },
    ],
    none: 'an event that came again was not answered',
    more,
  },
  {
    times: [
      { agoSeconds: 0, retry: 0 },
      { agoSeconds: 0, retry: 0 },
    ],
    none: 'an event whose request was recorded and sent again was not answered',
    more: 'a request that was recorded and sent again was answered again',
  },
  {
    times: [{ agoSeconds: 0, retry: 1 }],
    none: 'an event that first came as a retry was not answered',
    more,
  },
]

/** @param nowSeconds since the epoch, when the last time is signed @returns the headers of an event that is sent at that time */
export function headersAt(
  { agoSeconds, retry }: Time,
  body: string,
  secret: string,
  nowSeconds: number,
): Record<string, string> {
  const again = { 'x-slack-retry-num': String(retry), 'x-slack-retry-reason': 'http_timeout' }
  return { ...signedHeaders(body, secret, nowSeconds - agoSeconds), ...(retry > 0 ? again : {}) }
}
