/** A request that can't be formed from what it was given: nothing was sent, and the target is not to blame. */
export class RequestError extends Error {
  readonly code = 'ERR_REQUEST_INVALID'

  /** @param why what of it can't be sent, and what to write instead */
  constructor(why: string) {
    super(`The request can't be sent: ${why}.`)
    this.name = 'RequestError'
  }
}
