import type { SearchData } from '../../load/measure/measurement.ts'
import { formatCount } from '../format.ts'

/** @returns why a search for the most load ended, and between which loads the limit lies where that is known */
export function describeSearchEnd({
  loads,
  stopped,
  knee,
}: Pick<SearchData, 'loads' | 'stopped' | 'knee'>): string {
  const between =
    knee && `The limit lies between ${formatCount(knee.above)} and ${formatCount(knee.atLatest)} ${loads}.`
  return [describeStop(stopped, loads), between].filter(Boolean).join(' ')
}

function describeStop({ kind, level, because }: SearchData['stopped'], loads: string): string {
  const load = `${formatCount(level)} ${loads}`
  switch (kind) {
    case 'most':
      return `The target held ${load}, the highest load tried.`
    case 'broken':
      return `An SLO failed at ${load}. ${because}`
    case 'errors':
      return `Too many failures at ${load}. ${because}`
    case 'unclear':
      return `The result at ${load} is inconclusive. ${because}`
    case 'generator':
      return `At ${load} the load generator was the limit, not the target. ${because}`
    case 'not-recovered':
      return `The target did not recover after ${load}. ${because}`
  }
}
