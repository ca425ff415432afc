import type { Mutant } from './instrument.ts'
import type { SurvivorCheck } from './survivors.ts'
import type { Outcome } from './trial.ts'

/**
 * @returns a table of the files, where `endless` are those of the killed that had to be ended, and the survivors that are not as listed,
 * each with its line, the code and what it was changed to
 */
export function summarise(
  mutants: readonly Mutant[],
  outcomes: ReadonlyMap<number, Outcome>,
  { unlisted, stale }: SurvivorCheck,
): string {
  const files = [...new Set(mutants.map(({ file }) => file))]
  const width = Math.max(...files.map(file => file.length), 'file'.length)
  const row = (file: string, ...cells: (string | number)[]): string =>
    [file.padEnd(width), ...cells.map(cell => String(cell).padStart(10))].join('')
  const table = files.map(file => {
    const mine = mutants.filter(mutant => mutant.file === file)
    const count = (outcome: Outcome): number => mine.filter(({ id }) => outcomes.get(id) === outcome).length
    const killed = count('failed-a-test') + count('endless')
    const share = `${((100 * killed) / mine.length).toFixed(1)} %`
    return row(file, mine.length, killed, count('endless'), count('survived'), count('not-run'), share)
  })
  const survivors = unlisted.map(
    ({ id, file, line, original, mutated }) =>
      `${file}:${line}  ${shorten(original)}  ->  ${shorten(mutated)}${outcomes.get(id) === 'not-run' ? '  (no test runs it)' : ''}`,
  )
  const gone = stale.map(
    ({ file, within, original, mutated }) =>
      `${file}: ${within}:  ${shorten(original)}  ->  ${shorten(mutated)}`,
  )
  return [
    row('file', 'mutants', 'killed', 'endless', 'survived', 'not run', 'score'),
    ...table,
    ...titled('Survivors that survivors.json does not list:', survivors),
    ...titled('Listed in survivors.json, but killed or gone:', gone),
  ].join('\n')
}

const titled = (title: string, lines: readonly string[]): string[] =>
  lines.length > 0 ? ['', title, ...lines] : []

const shorten = (code: string): string => (code.length > 110 ? `${code.slice(0, 110)}...` : code)
