/** An error as data, with all that a caller may ask of it: its class by name, its code and its causes. */
export interface ErrorCopy {
  name: string
  message: string
  stack: string | undefined
  code: string | undefined
  cause: ErrorCopy | undefined
}

/** Causes of causes beyond this are left out: they may go in a circle. */
const DEEPEST = 8

/** The language's own classes: a copy of one of these is an instance of it. */
const CLASSES = [EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError]

/** @returns what was thrown as data; what is no error becomes one with its text */
export function copyError(thrown: unknown, depth = 0): ErrorCopy {
  if (!(thrown instanceof Error))
    return { name: 'Error', message: String(thrown), stack: undefined, code: undefined, cause: undefined }
  const { code } = thrown as { code?: unknown }
  return {
    name: thrown.name,
    message: thrown.message,
    stack: thrown.stack,
    code: typeof code === 'string' ? code : undefined,
    cause: thrown.cause === undefined || depth >= DEEPEST ? undefined : copyError(thrown.cause, depth + 1),
  }
}

/** @returns the error that a copy was made of, with the stack of where it was thrown */
export function toError({ name, message, stack, code, cause }: ErrorCopy): Error {
  const Class = CLASSES.find(one => one.name === name) ?? Error
  const error = new Class(message, cause && { cause: toError(cause) })
  if (error.name !== name)
    Object.defineProperty(error, 'name', { value: name, configurable: true, writable: true })
  if (stack !== undefined) error.stack = stack
  return code === undefined ? error : Object.assign(error, { code })
}
