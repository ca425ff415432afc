/** A fault of this side: of what it was told to do, of its network, or of whom it trusts. The target was not asked, or could not be. */
interface OwnFault {
  /** By what its causes are known: codes of Node.js, OpenSSL and Chromium. */
  codes: readonly string[]
  /** What it is and what to do, in sentences. */
  remedy: string
}

/** Cause of an event that may have been good, had this side looked. */
export const NOT_WATCHED = 'NOT_WATCHED'

const OWN_FAULTS: readonly OwnFault[] = [
  {
    codes: ['ENOTFOUND', 'ERR_NAME_NOT_RESOLVED'],
    remedy: "This machine knows no such host. Correct the target's address, or this machine's name service.",
  },
  {
    codes: ['EAI_AGAIN', 'EAI_FAIL', 'ERR_NAME_RESOLUTION_FAILED'],
    remedy: "This machine's name service does not answer. Mend it, or give the address in numbers.",
  },
  {
    codes: [
      'ENETUNREACH',
      'ENETDOWN',
      'EHOSTUNREACH',
      'ERR_ADDRESS_UNREACHABLE',
      'ERR_INTERNET_DISCONNECTED',
      'ERR_NETWORK_CHANGED',
    ],
    remedy: 'This machine has no way to the target. Look at its network: VPN, routes, firewall.',
  },
  {
    codes: ['EACCES', 'EPERM', 'ERR_NETWORK_ACCESS_DENIED'],
    remedy: 'This machine forbids the connection. Look at its firewall and the rights of this process.',
  },
  {
    codes: [
      'status 407',
      'ERR_PROXY_CONNECTION_FAILED',
      'ERR_TUNNEL_CONNECTION_FAILED',
      'ERR_PROXY_AUTH_REQUESTED',
    ],
    remedy:
      'A proxy in between does not let this machine through. Sign in to it, or go without it (NO_PROXY).',
  },
  {
    codes: [
      'DEPTH_ZERO_SELF_SIGNED_CERT',
      'SELF_SIGNED_CERT_IN_CHAIN',
      'UNABLE_TO_GET_ISSUER_CERT',
      'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
      'ERR_CERT_AUTHORITY_INVALID',
    ],
    remedy:
      'This machine does not trust the certificate. Name the authority that signed it by NODE_EXTRA_CA_CERTS.',
  },
  {
    codes: ['CERT_NOT_YET_VALID'],
    remedy: "The certificate is not valid yet by this machine's clock. Set the clock.",
  },
  {
    codes: ['EMFILE', 'ENFILE', 'EADDRNOTAVAIL', 'ENOBUFS', 'ENOMEM', 'ERR_INSUFFICIENT_RESOURCES'],
    remedy:
      'This machine has no room for so many connections. Raise ulimit -n and its range of ports, or apply less load.',
  },
  {
    codes: [
      'ERR_REQUEST_INVALID',
      'ERR_INVALID_CHAR',
      'ERR_UNESCAPED_CHARACTERS',
      'ERR_INVALID_URL',
      'ERR_INVALID_HTTP_TOKEN',
      'ERR_HTTP_INVALID_HEADER_VALUE',
      'UND_ERR_INVALID_ARG',
    ],
    remedy: "The request can't be written as HTTP. Correct its path, headers or rows in the target's file.",
  },
  {
    codes: ['ERR_TARGET_FUNCTION'],
    remedy: "A function of the target's file gives what can't be used. Correct it.",
  },
  {
    codes: [NOT_WATCHED],
    remedy: 'Nobody watched meanwhile: the run had ended, and was resumed later.',
  },
]

const byCode = new Map(OWN_FAULTS.flatMap(({ codes, remedy }) => codes.map(code => [code, remedy] as const)))

/** Codes, and a status that only a proxy gives. */
const CODE = /\b(?:status 407|[A-Z][A-Z\d_]{3,})\b/g

/**
 * @param cause of a failure, e.g. `ENOTFOUND (no such host: check the address)`
 * @returns what to do on this side, in sentences; `undefined` where it may be the target's fault
 */
export function ownFaultRemedy(cause: string): string | undefined {
  for (const [code] of cause.matchAll(CODE)) {
    const remedy = byCode.get(code)
    if (remedy !== undefined) return remedy
  }
  return undefined
}
