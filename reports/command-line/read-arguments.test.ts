import { expect, test } from '@playwright/test'
import { readArguments } from './read-arguments.ts'

const USAGE = 'Counts runs: npm run count -- [--rate N] [folder]'
const taken = {
  options: { rate: { type: 'string', default: '50' }, quick: { type: 'boolean' } },
  allowPositionals: true,
} as const

/** What the process would print and end with. */
class Ended extends Error {
  readonly told: string
  readonly exitCode: number
  constructor(told: string, exitCode: number) {
    super(told)
    this.told = told
    this.exitCode = exitCode
  }
}

const end = (told: string, exitCode: number): never => {
  throw new Ended(told, exitCode)
}

const read = (args: string[], usage?: string) => readArguments(taken, usage, args, end)

test('what a command takes is read, with its defaults', () => {
  expect(read(['--quick', 'a', 'b'])).toMatchObject({
    values: { rate: '50', quick: true },
    positionals: ['a', 'b'],
  })
  expect(read(['--rate=7']).values.rate).toBe('7')
})

const ends: [args: string[], told: string, exitCode: number][] = [
  [['--help'], USAGE, 0],
  [['--rate', '5', '--help', 'x'], USAGE, 0],
  [['--speed'], `Unknown option '--speed'.\n\n${USAGE}`, 2],
  [['-x'], `Unknown option '-x'.\n\n${USAGE}`, 2],
  [['--rate'], `Option '--rate <value>' argument missing.\n\n${USAGE}`, 2],
  [['--quick=no'], `Option '--quick' does not take an argument.\n\n${USAGE}`, 2],
]
for (const [args, told, exitCode] of ends) {
  test(`given ${args.join(' ')}, a command tells its use and ends with ${exitCode}`, () => {
    expect(() => read(args, USAGE)).toThrow(expect.objectContaining({ told, exitCode }))
  })
}

test('an argument of a command that takes none is told', () => {
  expect(() => readArguments({}, USAGE, ['latest'], end)).toThrow(
    expect.objectContaining({ told: expect.stringContaining("Unexpected argument 'latest'."), exitCode: 2 }),
  )
})

test('a command without a text of its own lists its options and their defaults', () => {
  expect(() => read(['--help'])).toThrow(
    expect.objectContaining({ told: 'Options, with their defaults:\n  --rate 50\n  --quick' }),
  )
})
