import { existsSync } from 'node:fs'
import path from 'node:path'
import { splitAddress } from '../../fixtures/targets/sign-in/address.ts'
import type { BasicCredentials } from '../../fixtures/targets/sign-in/address.ts'
import { FirstContactError } from './first-contact-error.ts'
import { command } from '../../reports/command-line/command.ts'
import { readArguments } from '../../reports/command-line/read-arguments.ts'

/** What the command is asked for. */
export interface Order {
  /** Without credentials. */
  url: URL
  inAddress: BasicCredentials | undefined
  name: string
  file: string
  force: boolean
  dryRun: boolean
  storageState: string | undefined
  /** Whether a field for a password is part of the page, and no form. */
  signedIn: boolean
  /** How long the page is watched, ms. */
  forMs: number
}

const USAGE = `Looks at a running dashboard with one visit and writes its target file: ${command('target', '<address>')}

  <address>               of the page as you open it in a browser, such as http://127.0.0.1:8080/fleet
  --file <file>           what to write. Default: targets/<host>.ts
  --force                 writes over a file that is there
  --dry-run               writes nothing, and tells what a run would send where
  --storage-state <file>  who is signed in, as npx playwright codegen --save-storage=<file> has written it
  --signed-in             nobody signs in by a form: a field for a password is part of the page, as that of a key is
  --seconds <n>           how long the page is watched. Default 10

It signs in by the form that it finds, or by Basic authentication, as PERF_USER with PERF_PASSWORD, or with the bearer PERF_TOKEN, and
asks for nothing in the terminal. It goes only to this machine and to hosts of PERF_ALLOW_HOSTS. Exit code: 0, or 2 when nothing was written.`

const TAKEN = {
  options: {
    file: { type: 'string' },
    force: { type: 'boolean', default: false },
    'dry-run': { type: 'boolean', default: false },
    'storage-state': { type: 'string' },
    'signed-in': { type: 'boolean', default: false },
    seconds: { type: 'string', default: '10' },
  },
  allowPositionals: true,
} as const

/** Ends the process where help is asked for, or an option is none. @param argv default: of this process @throws FirstContactError for each value that can't be understood */
export function readOrder(argv?: readonly string[]): Order {
  const { values, positionals } = readArguments(TAKEN, USAGE, argv)
  const [given, ...rest] = positionals
  if (given === undefined) throw new FirstContactError(`No address is given.\n\n${USAGE}`)
  if (rest.length > 0)
    throw new FirstContactError(`"${rest.join(' ')}" is one word too many: give one address.`)
  const { baseURL, credentials } = splitAddress(given)
  const url = URL.parse(baseURL)
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new FirstContactError(
      `"${given}" is no address of a page: give one such as http://127.0.0.1:8080/fleet.`,
    )
  }
  const seconds = Number(values.seconds)
  if (!(seconds >= 2 && seconds <= 300))
    throw new FirstContactError(`--seconds ${values.seconds}: give a number from 2 to 300.`)
  const storageState = values['storage-state']
  if (storageState !== undefined && !existsSync(storageState)) {
    throw new FirstContactError(
      `--storage-state ${storageState}: there is no such file. Write it: npx playwright codegen --save-storage=${storageState} ${url.href}`,
    )
  }
  const file = values.file ?? path.join('targets', `${nameOf(url)}.ts`)
  if (!/\.m?ts$/.test(file)) throw new FirstContactError(`--file ${file}: name a .ts file.`)
  if (existsSync(file) && !values.force && !values['dry-run'])
    throw new FirstContactError(`${file} is there already: give another --file, or --force to write over it.`)
  return {
    url,
    inAddress: credentials,
    name: path.basename(file).replace(/\.m?ts$/, ''),
    file,
    force: values.force,
    dryRun: values['dry-run'],
    storageState,
    signedIn: values['signed-in'],
    forMs: seconds * 1000,
  }
}

/** @returns e.g. `staging` for `staging.example.com`, and `127-0-0-1-8080` for an address of numbers */
function nameOf({ hostname, host }: URL): string {
  const isNumber = /^[\d.]+$|^\[|^localhost$/.test(hostname)
  const name = isNumber ? host : (hostname.split('.')[0] ?? host)
  return name.replaceAll(/[^a-z\d]+/gi, '-').replaceAll(/^-|-$/g, '')
}
