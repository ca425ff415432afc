import { MOST_FRAME_BYTES } from './transport.ts'

const UNKNOWN_AUTHORITY = 'certificate of an unknown authority: name it by NODE_EXTRA_CA_CERTS'

/** What the codes of Node.js and OpenSSL mean, with the remedy where there is one. */
const MEANINGS: Readonly<Record<string, string>> = {
  ENOTFOUND: 'no such host: check the address',
  EAI_AGAIN: 'the name service does not answer',
  ECONNREFUSED: 'nothing listens there',
  ECONNRESET: 'the connection was cut',
  EPIPE: 'the connection was cut',
  UND_ERR_SOCKET: 'the connection was closed before the answer was whole',
  ERR_LARGE_BODY: `a body of more than ${MOST_FRAME_BYTES / 2 ** 20} MiB`,
  ETIMEDOUT: 'no answer from the host',
  EHOSTUNREACH: 'no route to the host',
  ENETUNREACH: 'no route to the network',
  EMFILE: 'too many open files: raise `ulimit -n`',
  ENFILE: 'too many open files in the whole system',
  EADDRNOTAVAIL: 'no local port is free: open fewer connections, or widen the range of local ports',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'self-signed certificate: name it by NODE_EXTRA_CA_CERTS',
  SELF_SIGNED_CERT_IN_CHAIN: UNKNOWN_AUTHORITY,
  UNABLE_TO_GET_ISSUER_CERT: UNKNOWN_AUTHORITY,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNKNOWN_AUTHORITY,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNKNOWN_AUTHORITY,
  CERT_HAS_EXPIRED: 'the certificate has expired',
  CERT_NOT_YET_VALID: 'the certificate is not valid yet: check the clocks',
  ERR_TLS_CERT_ALTNAME_INVALID: 'the certificate is for another host name',
  EPROTO: 'the TLS handshake failed: is it http://?',
  ERR_SSL_WRONG_VERSION_NUMBER: 'no TLS there: is it http://?',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'no TLS there: is it http://?',
}

/** The cause of an opening or a question that was not finished in time. */
export const TIMED_OUT = 'timeout (no answer in time)'

/**
 * Says why something failed: the error's code with its meaning, as `ECONNREFUSED (nothing listens there)`, else its message. Failures are
 * counted by it, so addresses, ports and host names are left out.
 */
export function failureCause(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { code, syscall, reason = error.message } = error as NodeJS.ErrnoException & { reason?: string }
  if (typeof code !== 'string') return error.message
  // A system's error carries the address in its message; OpenSSL's carries a thread's id there, and its words as `reason`.
  return codeCause(code, syscall === undefined ? reason : undefined)
}

/** @param reason in words, where the code's meaning is not known @returns a code with its meaning */
export function codeCause(code: string, reason?: string): string {
  const meaning = MEANINGS[code] ?? (code.startsWith('HPE_') ? 'the answer is no HTTP' : reason)
  return meaning === undefined || meaning === code ? code : `${code} (${meaning})`
}

/**
 * @param location where a redirect leads: of that the path is told, without its query, which may hold a secret
 * @returns the cause that an HTTP answer of this status is: `status 503`
 */
export function statusCause(status: number | undefined, location?: string): string {
  const led = status !== undefined && status >= 300 && status < 400 ? redirectedTo(location) : undefined
  const meaning = led ?? (status === 407 ? 'a proxy in between asks for a login' : undefined)
  return meaning === undefined ? `status ${status}` : `status ${status} (${meaning})`
}

function redirectedTo(location: string | undefined): string | undefined {
  if (location === undefined || !URL.canParse(location, 'http://target')) return undefined
  const { host, pathname } = new URL(location, 'http://target')
  const place = host === 'target' ? pathname : `${host}${pathname}`
  return `redirected to ${place}: is that a sign-in, or the right path?`
}
