/** What is wrong with a service that can't be used. */
export type ServiceErrorCode =
  /** Its address is none. */
  | 'ERR_SERVICE_URL'
  /** Nobody answers there. */
  | 'ERR_SERVICE_UNREACHABLE'
  /** It refuses the user or the password. */
  | 'ERR_SERVICE_PASSWORD'
  /** What answers there speaks another protocol. */
  | 'ERR_SERVICE_PROTOCOL'
  /** It is there, and lets nobody in: it starts, recovers, or has no room. */
  | 'ERR_SERVICE_UNREADY'
  /** What is to be created there is there already, and is another. */
  | 'ERR_SERVICE_CONFLICT'

/** A service that can't be used. Its message shows the host and the port of its address, and no password. */
export class ServiceError extends Error {
  readonly code: ServiceErrorCode

  /** @param message one sentence */
  constructor(code: ServiceErrorCode, message: string, cause?: unknown) {
    super(message, { cause })
    this.name = 'ServiceError'
    this.code = code
  }
}

/** Where a service is. */
export interface ServiceAddress {
  url: URL
  /** The host and the port, and nothing else of it: what may be shown. */
  shown: string
  /** Takes the password out of a text, as it stands in the address and as it is meant. */
  redact: (text: string) => string
}

/**
 * @param service its name, for people
 * @param protocols that its address may have, the usual one first: `redis:`
 * @throws ServiceError (ERR_SERVICE_URL), which shows nothing of what was given: a password may stand anywhere in it
 */
export function serviceAddress(service: string, given: string, protocols: readonly string[]): ServiceAddress {
  const url = URL.canParse(given) ? new URL(given) : undefined
  if (!url || !protocols.includes(url.protocol) || url.hostname === '') {
    const form = `${protocols[0]}//host:port`
    throw new ServiceError('ERR_SERVICE_URL', `The address of ${service} has not the form ${form}.`)
  }
  const secrets = [url.password, decoded(url.password)].filter(secret => secret !== '')
  const redact = (text: string): string =>
    secrets.reduce((redacted, secret) => redacted.replaceAll(secret, '***'), text)
  return { url, shown: url.host, redact }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
