import { secrets } from '../secrets/secrets.ts'

/** What a command was asked for can't be done. The message says why, and what to do. */
export class CommandError extends Error {
  override readonly name = 'CommandError'
  readonly code = 'ERR_COMMAND'
}

/**
 * Runs a command to its end. What it throws is told on standard error, without secrets, and the exit code is 2: an error that has a code, as all have
 * that were foreseen, by its message; any other by where it was thrown as well.
 *
 * @param main the command
 */
export async function runMain(main: () => void | Promise<void>): Promise<void> {
  try {
    await main()
  } catch (error) {
    process.stderr.write(`${secrets.redact(tell(error))}\n`)
    process.exitCode = 2
  }
}

function tell(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if ('code' in error) return error.message
  return `This was not foreseen. Report it with these lines:\n${error.stack ?? error.message}`
}
