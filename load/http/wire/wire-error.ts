/** What came on the wire, or was to go out on it, is not HTTP/1.1. Codes that begin with `HPE_` are those of Node's own parser. */
export class WireError extends Error {
  readonly code: string

  /** @param code stable, counted as the cause of a failure */
  constructor(code: string, message: string) {
    super(message)
    this.name = 'WireError'
    this.code = code
  }
}
