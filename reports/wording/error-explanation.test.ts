import { expect, test } from '@playwright/test'
import { explainError } from './error-explanation.ts'

const NO_EXPLANATION = explainError('an error nobody has heard of').meaning

test('every cause that a load generator counts is explained in whole sentences', () => {
  const codes =
    'ENOTFOUND EAI_AGAIN ECONNREFUSED ECONNRESET UND_ERR_SOCKET EPIPE ETIMEDOUT EMFILE EADDRNOTAVAIL ' +
    'DEPTH_ZERO_SELF_SIGNED_CERT SELF_SIGNED_CERT_IN_CHAIN UNABLE_TO_VERIFY_LEAF_SIGNATURE CERT_HAS_EXPIRED ' +
    'ERR_TLS_CERT_ALTNAME_INVALID HPE_INVALID_CONSTANT timeout unanswered'
  const statuses = [302, 307, 400, 401, 403, 404, 405, 413, 415, 418, 429, 500, 502, 503, 504, 599]
  const checks = [
    'check: status 202, not 200',
    'check: body lacks "ok"',
    'extract: no "id"',
    'given up: no request got an answer',
    'stopped: a storm of errors',
  ]
  const causes = [...codes.split(' '), ...checks, ...statuses.map(status => `status ${status}`)]
  for (const cause of causes) {
    const { meaning, remedy } = explainError(cause)
    expect(meaning, cause).not.toBe(NO_EXPLANATION)
    expect([meaning, remedy], cause).toEqual([
      expect.stringMatching(/^[A-Z].*\.$/),
      expect.stringMatching(/^[A-Z].*\.$/),
    ])
  }
})

test('a refused sign-in names the fields of the target that sign in, also where a check found it', () => {
  for (const cause of ['status 401', 'check: status 401, not 200', 'status 403']) {
    expect(explainError(cause).remedy).toMatch(/`login`, or `headers`/)
  }
})

test('a refusal after a sign-in that worked is explained: what it may return, and that it may end', () => {
  const { remedy } = explainError('status 401')
  expect(remedy).toMatch(/`login` that works.*return the token or the headers.*last longer/)
})

test('what the machine of the load generator lacks is not put down to the target', () => {
  for (const cause of ['EMFILE', 'EADDRNOTAVAIL']) {
    expect(explainError(cause).meaning).toContain('the target is not at fault')
  }
})

test('a code is known with words behind it too, but not as a part of another word', () => {
  expect(explainError('ECONNREFUSED (nothing listens there)')).toEqual(explainError('ECONNREFUSED'))
  expect(explainError('timeouts').meaning).toBe(NO_EXPLANATION)
  expect(explainError('no status 503').meaning).toBe(NO_EXPLANATION)
})

test('work that ends later is explained by how it ended', () => {
  for (const [cause, meaning] of [
    ['ended as "failed"', 'says itself that the work failed'],
    ['unreadable: SyntaxError', 'could not read: the example has its beginning'],
    ['parallel: not done in time', 'had not ended at the time-out'],
    ['start: no id', "where the target's file says it is"],
    ["status: a state that it can't have", "where the target's file says it is"],
    ['start: an id was given twice', 'the same id'],
    ['done, and no event told it in time', 'the socket that is to tell it did not'],
    ['dag: done sooner than its steps can be', 'less than half the time'],
    ['an agent was handed out twice', 'while another still had it'],
  ] as const) {
    expect(explainError(cause).meaning, cause).toContain(meaning)
  }
})

test('a failed check and a missing part say what was found', () => {
  expect(explainError('check: body lacks "ok"').meaning).toContain('body lacks "ok"')
  expect(explainError('check: status 202, not 200').meaning).toContain('status 202, not 200')
  expect(explainError('extract: no "id"').meaning).toContain('no "id"')
})

test('a status without words of its own is explained by its hundred', () => {
  expect(explainError('status 418').meaning).toBe('The target rejects the request as invalid.')
  expect(explainError('status 599')).toEqual(explainError('status 500'))
})

test('a cause behind the name of a step is explained as the cause alone', () => {
  const causes = [
    'status 500',
    'status 302',
    'check: body lacks "ok"',
    'extract: no "id"',
    'ECONNRESET (the connection was cut)',
    'timeout',
  ]
  for (const cause of causes) {
    for (const step of ['sequential', 'job export', 'jobs: export', 'Łukasz'])
      expect(explainError(`${step}: ${cause}`), step).toEqual(explainError(cause))
  }
  expect(explainError('sequential: an error nobody has heard of').meaning).toBe(NO_EXPLANATION)
})
