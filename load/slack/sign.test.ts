import { expect, test } from '@playwright/test'
import { signedHeaders } from './sign.ts'

// The signature is that of another program: Python's hmac over the same bytes.
test('a request is signed over its bytes, time and all', () => {
  const headers = signedHeaders(
    '{"type":"event_callback","text":"Grüße"}',
    '8f742231b10e8888abcd99yyyzzz85a5',
    1_531_420_618,
  )
  expect(headers).toMatchObject({
    'x-slack-request-timestamp': '1531420618',
    'x-slack-signature': 'v0=f958501be0201ffca76fb17f86745474dd04cc16a97df9c40eacf8732f7014e4',
  })
})
