import { parseArgs } from 'node:util'
import type { ParseArgsConfig } from 'node:util'

/** What a command takes, as `parseArgs` of Node.js has it; `help` is added. */
type Taken = Omit<ParseArgsConfig, 'args' | 'strict' | 'tokens'>

/** Prints what is told, and ends the process. */
type End = (told: string, exitCode: 0 | 2) => never

/**
 * Reads what a command was given. Where it is asked for help or given what it does not take, the process prints how it is used and ends: with 0, or with 2
 * after a sentence that names what was given.
 *
 * @param taken what it takes
 * @param usage how it is used. Default: a list of the options with their defaults
 * @param args default: those of this process
 * @param end default: prints and ends this process
 */
export function readArguments<const T extends Taken>(
  taken: T,
  usage = listOptions(taken),
  args: readonly string[] = process.argv.slice(2),
  end: End = endProcess,
): ReturnType<typeof parseArgs<T>> {
  try {
    const given = parseArgs({
      ...taken,
      options: { ...taken.options, help: { type: 'boolean' } },
      args: [...args],
    })
    if ('help' in given.values) return end(usage, 0)
    return given as ReturnType<typeof parseArgs<T>>
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (!code?.startsWith('ERR_PARSE_ARGS')) throw error
    // Its first sentence: a hint on arguments that begin with a dash follows.
    return end(`${message.split('. ')[0]}.\n\n${usage}`, 2)
  }
}

const endProcess: End = (told, exitCode) => {
  const stream = exitCode === 0 ? process.stdout : process.stderr
  stream.write(`${told}\n`)
  return process.exit(exitCode)
}

function listOptions({ options = {} }: Taken): string {
  const rows = Object.entries(options).map(([name, { type, default: usual }]) =>
    type === 'boolean' ? `  --${name}` : `  --${name} ${String(usual)}`,
  )
  return ['Options, with their defaults:', ...rows].join('\n')
}
