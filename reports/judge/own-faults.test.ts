import { expect, test } from '@playwright/test'
import { ownFaults } from './causes.ts'
import { exampleMeasurement, exampleSlo, tallyOf } from './testing/example-evidence.ts'
import { judge } from './judge.ts'
import type { Judgement, Verdict } from './slo.ts'

const words = { noun: 'requests', bad: 'failed', good: 'succeeded' }

/** 250 of 250 requests that failed for one cause. */
function allFailedFor(cause: string, objective = 'rate<0.01'): Judgement | undefined {
  const data = { ...tallyOf([[250, 250]]), causes: { [cause]: 250 } } as ReturnType<typeof tallyOf>
  const unit = objective.startsWith('count') ? 'count' : 'ratio'
  return judge([exampleSlo(objective, { unit, words })], [exampleMeasurement(data)])[0]
}

/** Whose fault a failure is: this side's makes no FAIL of the target, and names its remedy. */
const cases: [cause: string, verdict: Verdict, told: RegExp][] = [
  ['ENOTFOUND (no such host: check the address)', 'INVALID', /Correct the target's address/],
  ['getaddrinfo ENOTFOUND api.example.com', 'INVALID', /knows no such host/],
  ['net::ERR_NAME_NOT_RESOLVED at http://x/', 'INVALID', /knows no such host/],
  ['EAI_AGAIN (the name service does not answer)', 'INVALID', /name service does not answer\. Mend it/],
  ['ENETUNREACH', 'INVALID', /has no way to the target/],
  ['EHOSTUNREACH (no route to the host)', 'INVALID', /VPN, routes, firewall/],
  ['net::ERR_INTERNET_DISCONNECTED', 'INVALID', /has no way to the target/],
  ['connect EACCES 10.0.0.1:80', 'INVALID', /forbids the connection/],
  ['status 407 (a proxy in between asks for a login)', 'INVALID', /A proxy in between/],
  ['net::ERR_PROXY_CONNECTION_FAILED', 'INVALID', /A proxy in between/],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'INVALID', /NODE_EXTRA_CA_CERTS/],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'INVALID', /NODE_EXTRA_CA_CERTS/],
  ['net::ERR_CERT_AUTHORITY_INVALID at https://x/', 'INVALID', /does not trust the certificate/],
  ['CERT_NOT_YET_VALID', 'INVALID', /Set the clock/],
  ['EMFILE', 'INVALID', /Raise ulimit -n/],
  ['EADDRNOTAVAIL', 'INVALID', /no room for so many connections/],
  ['ERR_REQUEST_INVALID', 'INVALID', /can't be written as HTTP/],
  ['ERR_INVALID_CHAR', 'INVALID', /can't be written as HTTP/],
  ['first: ERR_UNESCAPED_CHARACTERS', 'INVALID', /Correct its path, headers or rows/],
  // The target's own.
  ['ECONNREFUSED (nothing listens there)', 'FAIL', /ECONNREFUSED/],
  ['ECONNRESET', 'FAIL', /ECONNRESET/],
  ['CERT_HAS_EXPIRED', 'FAIL', /CERT_HAS_EXPIRED/],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'FAIL', /ALTNAME/],
  ['ETIMEDOUT (no answer from the host)', 'FAIL', /ETIMEDOUT/],
  ['status 401', 'FAIL', /status 401/],
  ['status 503', 'FAIL', /status 503/],
  ['timeout', 'FAIL', /timeout/],
]

for (const [cause, verdict, told] of cases) {
  test(`${cause}: ${verdict}`, () => {
    for (const objective of ['rate<0.01', 'rate>=0.99', 'count==0']) {
      const judged = allFailedFor(cause, objective)
      expect(judged?.verdict, objective).toBe(verdict)
      expect(judged?.because, objective).toMatch(told)
    }
  })
}

test('failures of this side do not hide those of the target', () => {
  const data = { ...tallyOf([[250, 250]]), causes: { ENOTFOUND: 50, 'status 500': 200 } } as ReturnType<
    typeof tallyOf
  >
  const [judged] = judge([exampleSlo('rate<0.01', { unit: 'ratio', words })], [exampleMeasurement(data)])
  expect(judged?.verdict).toBe('FAIL')
  expect(judged?.doubts).toEqual([{ kind: 'own-fault', cause: 'ENOTFOUND', count: 50 }])
})

test('a share that holds with failures of this side in it is a PASS', () => {
  const data = { ...tallyOf([[2000, 2]]), causes: { EAI_AGAIN: 2 } } as ReturnType<typeof tallyOf>
  const [judged] = judge([exampleSlo('rate<0.01', { unit: 'ratio', words })], [exampleMeasurement(data)])
  expect(judged?.verdict).toBe('PASS')
})

test('what never failed is no fault of this side', () => {
  expect(ownFaults({ ENOTFOUND: 0, 'status 500': 3 })).toEqual([])
  expect(ownFaults({ ENOTFOUND: 2 })).toEqual([{ kind: 'own-fault', cause: 'ENOTFOUND', count: 2 }])
})
