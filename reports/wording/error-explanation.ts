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
  meaning: 'There is no way through the network to that host.',
  remedy: "Check the address in `baseURL`, this machine's network, and any VPN.",
}
const NOT_CONNECTED: ErrorExplanation = {
  meaning: 'The host did not take the connection in time.',
  remedy: 'Check the address and the firewalls; if it comes only under load, lower the load until it goes.',
}
const OPEN_FILES: ErrorExplanation = {
  meaning: 'This machine may open no more files, and a connection is one; the target is not at fault.',
  remedy: 'Raise the limit in the shell that starts the run (`ulimit -n 65536`), or lower the load.',
}
const UNKNOWN_AUTHORITY: ErrorExplanation = {
  meaning: "The target's certificate is signed by an authority that Node.js does not know.",
  remedy: "Name the authority's certificate by NODE_EXTRA_CA_CERTS=<file.pem> in the environment of the run.",
}
const NO_TLS: ErrorExplanation = {
  meaning: 'The TLS handshake failed: what listens there may not speak TLS.',
  remedy: 'If the target has no certificate, begin `baseURL` with http://.',
}
const LATE: ErrorExplanation = {
  meaning: 'The answer was not complete when the time-out ran out, so it took at least that long.',
  remedy:
    'See on the timeline when it began and what else happened then; raise PERF_TIMEOUT only if such waits are normal.',
}

/** By code of Node.js (https://nodejs.org/api/errors.html), of OpenSSL or of undici, or a word of the load generator. */
const BY_CODE: Readonly<Record<string, ErrorExplanation>> = {
  ENOTFOUND: {
    meaning: 'There is no host of that name.',
    remedy: "Check the spelling of the host in the target's `baseURL` (PERF_BASE_URL).",
  },
  EAI_AGAIN: {
    meaning: 'The name service did not answer.',
    remedy: "Check this machine's network and DNS, or write the host's address in numbers.",
  },
  ECONNREFUSED: {
    meaning: 'Nothing listens at that address and port.',
    remedy:
      'Start the target, see that it did not fall over under the load, and check the port in `baseURL`.',
  },
  ECONNRESET: CUT,
  ECONNABORTED: CUT,
  EPIPE: CUT,
  UND_ERR_SOCKET: CUT,
  ETIMEDOUT: NOT_CONNECTED,
  UND_ERR_CONNECT_TIMEOUT: NOT_CONNECTED,
  EHOSTUNREACH: UNREACHABLE,
  ENETUNREACH: UNREACHABLE,
  EMFILE: OPEN_FILES,
  ENFILE: OPEN_FILES,
  EADDRNOTAVAIL: {
    meaning: 'This machine has no local port left for a further connection; the target is not at fault.',
    remedy: 'Lower the load, let the target keep connections alive, or widen the range of local ports.',
  },
  DEPTH_ZERO_SELF_SIGNED_CERT: {
    meaning: "The target's certificate is signed by itself, so Node.js does not trust it.",
    remedy: 'Name it by NODE_EXTRA_CA_CERTS=<file.pem> in the environment of the run.',
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
  unanswered: {
    meaning: 'The request went out on a connection that the target was just closing, and was never answered.',
    remedy: "Raise the target's keep-alive time-out, or its limit of requests on a connection.",
  },
}

const FAILED_INSIDE: ErrorExplanation = {
  meaning: 'The target failed while it worked on the request.',
  remedy: "Look for the same second in the target's log.",
}

const REDIRECTED: ErrorExplanation = {
  meaning: 'The target sends the caller elsewhere; redirects are not followed.',
  remedy:
    'If it is to a sign-in, give the target a `login` or `headers`; else correct the `path`, or expect the status (`expect.status`).',
}

const BY_STATUS: Readonly<Record<number, ErrorExplanation>> = {
  400: {
    meaning: 'The target does not understand the request.',
    remedy: "Hold the endpoint's `path`, `headers` and `bodies` against what the target expects.",
  },
  401: {
    meaning: 'The endpoint needs a sign-in.',
    remedy: 'Give the target a `login`, or `headers` with a token.',
  },
  403: {
    meaning: 'The endpoint is not allowed to whoever asks.',
    remedy: 'Give the target a `login`, or `headers`, of somebody who may use it.',
  },
  404: {
    meaning: 'There is nothing at that path.',
    remedy: "Correct the endpoint's `path`, and see that the things it names exist in the target.",
  },
  405: {
    meaning: 'The path exists, but not with that method.',
    remedy: "Correct the endpoint's `method`.",
  },
  407: {
    meaning: 'A proxy in between asks for a sign-in.',
    remedy: 'Reach the target without the proxy, or let this machine through it.',
  },
  413: {
    meaning: 'The body is larger than the target takes.',
    remedy: "Shorten the endpoint's `bodies`, or raise the target's limit.",
  },
  415: {
    meaning: 'The target does not take bodies of that type.',
    remedy: "Set the endpoint's header `content-type` to what the target reads.",
  },
  422: {
    meaning: 'The target could read the body, but not use it.',
    remedy: "Hold the endpoint's `bodies` against what the target expects.",
  },
  429: {
    meaning: 'The target limits how often it may be asked.',
    remedy: "Lift the limit for this machine's address, or send less (PERF_API_RATE).",
  },
  501: {
    meaning: 'The target does not know the method.',
    remedy: "Correct the endpoint's `method`.",
  },
  502: {
    meaning: 'A proxy before the target got no proper answer from it.',
    remedy: "Look for the same second in the target's log: it may have crashed, or run out of connections.",
  },
  503: {
    meaning: 'The target is overloaded, or not ready to serve.',
    remedy: 'See at which rate it begins; give the target more room, or lower the load.',
  },
  504: {
    meaning: 'A proxy before the target waited for it in vain.',
    remedy: "See on the timeline when it began; the proxy's time-out is shorter than the target was slow.",
  },
}

/**
 * Explains why requests failed.
 *
 * @param cause as the load generator counts it: `status 503`, `timeout`, `unanswered`, the code of an error (also with words behind it:
 * `ECONNREFUSED (nothing listens there)`), `check: status 202, not 200`, `extract: no "id"`
 */
export function explainError(cause: string): ErrorExplanation {
  const known = BY_CODE[/^\w+/.exec(cause)?.[0] ?? '']
  if (known) return known
  const [, found = ''] = /^extract: (.*)$/s.exec(cause) ?? []
  if (found !== '') {
    return {
      meaning: `The answer came, but a later step needs a part of it that is missing: ${found}.`,
      remedy: 'Hold what the step takes out of the answer against the example.',
    }
  }
  const status = Number(/^(?:check: )?status (\d{3})\b/.exec(cause)?.[1])
  if (status >= 400) return explainStatus(status)
  if (/^status 3\d\d/.test(cause)) return REDIRECTED
  const [, seen = ''] = /^check: (.*)$/s.exec(cause) ?? []
  if (seen !== '') {
    return {
      meaning: `The answer came, but is not what the endpoint must answer: ${seen}.`,
      remedy:
        'Hold the example against the check: either the target answers wrongly, or the check asks for too much.',
    }
  }
  if (cause.startsWith('given up')) {
    return {
      meaning: 'Nobody had answered a single request for seconds, so that what was still due was not sent.',
      remedy: 'See the other failures of this endpoint: they say why.',
    }
  }
  if (cause.startsWith('HPE_')) {
    return {
      meaning: 'What came back is not HTTP.',
      remedy: 'See what listens at that port; if it speaks TLS, begin `baseURL` with https://.',
    }
  }
  return {
    meaning: 'There is no explanation for this one.',
    remedy: "Look at its example, and for the same second in the target's log.",
  }
}

function explainStatus(status: number): ErrorExplanation {
  return (
    BY_STATUS[status] ??
    (status >= 500
      ? FAILED_INSIDE
      : {
          meaning: 'The target refuses the request as wrong.',
          remedy:
            "Hold the endpoint's `method`, `path`, `headers` and `bodies` against what the target expects.",
        })
  )
}
