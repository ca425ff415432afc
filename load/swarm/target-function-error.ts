/** A function of the target's that gives what can't be used, does not return, or ends its thread. The message names its field. */
export class TargetFunctionError extends Error {
  readonly code = 'ERR_TARGET_FUNCTION'

  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'TargetFunctionError'
  }
}
