import { BY_BEGINNING } from './work-explanation.ts'

/** What the cause of a failed request means, and what to do about it: a sentence each. */
export interface ErrorExplanation {
  meaning: string
  remedy: string
}

const CUT: ErrorExplanation = {
  meaning: 'The target, or something between, closed the connection before the answer was complete.',
  remedy:
    "Look for a crash or a limit on connections in the target's log; if there is none, raise its keep-alive time-out.",
}
const UNREACHABLE: ErrorExplanation = {
  meaning: 'The network has no route to that host.',
  remedy: "Check the address in `baseURL`, this machine's network, and any VPN.",
}
const NOT_CONNECTED: ErrorExplanation = {
  meaning: 'The host did not accept the connection in time.',
  remedy:
    'Check the address and the firewalls. If this happens only under load, lower the load until it stops.',
}
const OPEN_FILES: ErrorExplanation = {
  meaning:
    'This machine has reached its limit of open files, and each connection is one; the target is not at fault.',
  remedy: 'Raise the limit in the shell that starts the run (`ulimit -n 65536`), or lower the load.',
}
const UNKNOWN_AUTHORITY: ErrorExplanation = {
  meaning: "The target's certificate is signed by an authority that Node.js does not know.",
  remedy: "Set NODE_EXTRA_CA_CERTS=<file.pem> to the authority's certificate.",
}
const NO_TLS: ErrorExplanation = {
  meaning: 'The TLS handshake failed: the server may not speak TLS.',
  remedy: 'If the target has no certificate, begin `baseURL` with http://.',
}
const LATE: ErrorExplanation = {
  meaning: 'The answer was not complete at the time-out, so it took at least that long.',
  remedy:
    'Look at the timeline for when it began and what else happened then. Raise PERF_TIMEOUT only if such waits are normal.',
}

/** By code of Node.js (https://nodejs.org/api/errors.html), of OpenSSL or of undici, or a word of the load generator. */
const BY_CODE: Readonly<Record<string, ErrorExplanation>> = {
  ENOTFOUND: {
    meaning: 'No host has that name.',
    remedy: "Check the spelling of the host in the target's `baseURL` (PERF_BASE_URL).",
  },
  EAI_AGAIN: {
    meaning: 'The name server did not answer.',
    remedy: "Check this machine's network and DNS, or use the host's IP address.",
  },
  ECONNREFUSED: {
    meaning: 'Nothing listens at that address and port.',
    remedy: 'Start the target, check that it did not crash under the load, and check the port in `baseURL`.',
  },
  ECONNRESET: CUT,
  ECONNABORTED: CUT,
  EPIPE: CUT,
  UND_ERR_SOCKET: CUT,
  ERR_REDIRECT: {
    meaning: 'A redirect leads where nothing may be sent.',
    remedy:
      'If it leads to a sign-in, give the target a `login`; if it is part of the target, name its host in PERF_ALLOW_HOSTS, or ask for its place directly.',
  },
  ERR_TOO_MANY_REDIRECTS: {
    meaning: 'The target redirects again and again.',
    remedy: 'Open the path in a browser: it may lead to a sign-in, or lack a cookie.',
  },
  ERR_LARGE_BODY: {
    meaning: 'The body has no end, or more than 32 MiB.',
    remedy:
      'Ask for less of it in the path; a stream without an end is measured as a viewer with transport "sse".',
  },
  ETIMEDOUT: NOT_CONNECTED,
  UND_ERR_CONNECT_TIMEOUT: NOT_CONNECTED,
  EHOSTUNREACH: UNREACHABLE,
  ENETUNREACH: UNREACHABLE,
  EMFILE: OPEN_FILES,
  ENFILE: OPEN_FILES,
  EADDRNOTAVAIL: {
    meaning: 'This machine has no local port left for another connection; the target is not at fault.',
    remedy: 'Lower the load, let the target keep connections alive, or widen the range of local ports.',
  },
  DEPTH_ZERO_SELF_SIGNED_CERT: {
    meaning: "The target's certificate is self-signed, so Node.js does not trust it.",
    remedy: 'Set NODE_EXTRA_CA_CERTS=<file.pem> to that certificate.',
  },
  SELF_SIGNED_CERT_IN_CHAIN: UNKNOWN_AUTHORITY,
  UNABLE_TO_GET_ISSUER_CERT: UNKNOWN_AUTHORITY,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNKNOWN_AUTHORITY,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNKNOWN_AUTHORITY,
  CERT_HAS_EXPIRED: {
    meaning: "The target's certificate has expired.",
    remedy: 'Renew it; if it is new, check the clock of this machine.',
  },
  CERT_NOT_YET_VALID: {
    meaning: "The target's certificate is not valid yet.",
    remedy: 'Check the clocks of this machine and of the one that issued it.',
  },
  ERR_TLS_CERT_ALTNAME_INVALID: {
    meaning: "The target's certificate is for another host name.",
    remedy: 'Write the name that the certificate is for in `baseURL`, or give the target one for this name.',
  },
  EPROTO: NO_TLS,
  ERR_SSL_WRONG_VERSION_NUMBER: NO_TLS,
  ERR_SSL_PACKET_LENGTH_TOO_LONG: NO_TLS,
  UND_ERR_HEADERS_TIMEOUT: LATE,
  UND_ERR_BODY_TIMEOUT: LATE,
  timeout: LATE,
  ERR_CONTENT_DECODING_FAILED: {
    meaning: 'The body is not what its Content-Encoding says, or decodes to more than 16 MiB.',
    remedy: "Look at what compresses the target's answers: a proxy, or its own middleware.",
  },
  ERR_TARGET_FUNCTION: {
    meaning: "A function of the target's file gives what can't be used; the target is not at fault.",
    remedy: 'Correct the field that is named.',
  },
  unanswered: {
    meaning: 'The request went out on a connection that the target was closing, and got no answer.',
    remedy: "Raise the target's keep-alive time-out, or its limit of requests per connection.",
  },
}

const UNKNOWN: ErrorExplanation = {
  meaning: 'Fleetmark has no explanation for this failure.',
  remedy: "Look at the same second in the target's log.",
}
const FAILED_INSIDE: ErrorExplanation = {
  meaning: 'The target failed while it worked on the request.',
  remedy: "Look at the same second in the target's log.",
}

const REDIRECTED: ErrorExplanation = {
  meaning: 'The target redirects the request, and Fleetmark does not follow redirects.',
  remedy:
    'If it leads to a sign-in, give the target a `login` or `headers`. Otherwise correct the `path`, or add the status to `expect.status`.',
}

const BY_STATUS: Readonly<Record<number, ErrorExplanation>> = {
  400: {
    meaning: 'The target does not understand the request.',
    remedy: "Compare the endpoint's `path`, `headers` and `bodies` with what the target expects.",
  },
  401: {
    meaning: 'The endpoint needs a sign-in.',
    remedy:
      'Give the target a `login`, or `headers` with a token. If it has a `login` that works, let that return the token or the headers which this endpoint wants, and let the sign-in last longer than the measurement.',
  },
  403: {
    meaning: 'The caller has no permission for this endpoint.',
    remedy: 'Give the target a `login`, or `headers`, of a user who has it.',
  },
  404: {
    meaning: 'The target has nothing at that path.',
    remedy: "Correct the endpoint's `path`, and check that the target has what it names.",
  },
  405: {
    meaning: 'The path exists, but not with that method.',
    remedy: "Correct the endpoint's `method`.",
  },
  407: {
    meaning: 'A proxy in front of the target asks for a sign-in.',
    remedy: 'Reach the target without the proxy, or let this machine through it.',
  },
  413: {
    meaning: 'The body is larger than the target accepts.',
    remedy: "Shorten the endpoint's `bodies`, or raise the target's limit.",
  },
  415: {
    meaning: 'The target does not accept bodies of that type.',
    remedy: "Set the endpoint's header `content-type` to a type that the target accepts.",
  },
  422: {
    meaning: 'The target read the body but could not use it.',
    remedy: "Compare the endpoint's `bodies` with what the target expects.",
  },
  429: {
    meaning: 'The target limits the rate of requests.',
    remedy: "Lift the limit for this machine's address, or lower PERF_API_RATE.",
  },
  501: {
    meaning: 'The target does not know the method.',
    remedy: "Correct the endpoint's `method`.",
  },
  502: {
    meaning: 'A proxy in front of the target got no valid answer from it.',
    remedy: "Look at the same second in the target's log: it may have crashed, or run out of connections.",
  },
  503: {
    meaning: 'The target is overloaded, or not ready to serve.',
    remedy:
      'Look at the timeline for the rate at which it begins. Give the target more capacity, or lower the load.',
  },
  504: {
    meaning: 'A proxy in front of the target got no answer from it in time.',
    remedy: "Look at the timeline for when it began. The target took longer than the proxy's time-out.",
  },
}

/**
 * Explains why requests failed.
 *
 * @param cause as the load generator counts it: `status 503`, `timeout`, `unanswered`, the code of an error (also with words behind it:
 * `ECONNREFUSED (nothing listens there)`), `check: status 202, not 200`, `extract: no "id"`; the name of a step, with a colon, may stand before it
 */
export function explainError(cause: string): ErrorExplanation {
  return findExplanation(cause) ?? UNKNOWN
}

/** @returns what is known of a cause, as `explainError` takes it; undefined when that is nothing */
export function findExplanation(cause: string): ErrorExplanation | undefined {
  const known = BY_CODE[/^\w+/.exec(cause)?.[0] ?? '']
  if (known) return known
  const [, found = ''] = /^extract: (.*)$/s.exec(cause) ?? []
  if (found !== '') {
    return {
      meaning: `The answer lacks a value that a later step needs: ${found}.`,
      remedy: "Compare the step's `extract` with the example.",
    }
  }
  const status = Number(/^(?:check: )?status (\d{3})\b/.exec(cause)?.[1])
  if (status >= 400) return explainStatus(status)
  if (/^status 3\d\d/.test(cause)) return REDIRECTED
  const [, seen = ''] = /^check: (.*)$/s.exec(cause) ?? []
  if (seen !== '') {
    return {
      meaning: `The answer is not what the endpoint expects: ${seen}.`,
      remedy:
        'Compare the example with `expect`: either the target answers wrongly, or `expect` asks for too much.',
    }
  }
  if (cause.startsWith('HPE_')) {
    return {
      meaning: 'The answer is not HTTP.',
      remedy: 'Check which server listens at that port. If it speaks TLS, begin `baseURL` with https://.',
    }
  }
  const ended = BY_BEGINNING.find(([beginning]) => cause.startsWith(beginning))
  if (ended) return ended[1]
  // The name of a step is text of the target's file, and may have colons of its own.
  const colonAt = cause.indexOf(': ')
  return colonAt < 0 ? undefined : findExplanation(cause.slice(colonAt + 2))
}

function explainStatus(status: number): ErrorExplanation {
  return (
    BY_STATUS[status] ??
    (status >= 500
      ? FAILED_INSIDE
      : {
          meaning: 'The target rejects the request as invalid.',
          remedy:
            "Compare the endpoint's `method`, `path`, `headers` and `bodies` with what the target expects.",
        })
  )
}
