import { formatCount, formatDuration } from '../format.ts'
import { largestOf } from '../../load/measure/extremes.ts'
import type { LoadMachine, RunReport } from '../run-report.ts'

/** @returns who made the load, and how well their clocks are known, in sentences; `undefined` where the machine of the run made it alone */
export function loadMachinesText({ machines = [] }: Pick<RunReport, 'machines'>): string | undefined {
  if (machines.length === 0) return undefined
  const hosts = new Set(machines.map(({ host }) => host)).size
  const errors = machines.flatMap(({ clock }) => clock?.errorMs ?? [])
  const who = `${count(machines.length, 'worker')} on ${count(hosts, 'host')}`
  const shared =
    errors.length === 0
      ? `${who} had seats, and made no load.`
      : `Load was shared by ${who}. Their clocks are known to within ${formatDuration(largestOf(errors))}.`
  const lost = machines.flatMap(one => (one.lost === undefined ? [] : `${one.name} ${one.lost}.`))
  return [shared, ...lost].join(' ')
}

/** @returns how a machine's own clock stood to that of the run: `3600.0 s ahead, ± 0.2 ms` */
export function clockText({ clock }: Pick<LoadMachine, 'clock'>): string {
  if (clock === undefined) return 'it did no work'
  const { aheadMs, errorMs } = clock
  const stood =
    Math.abs(aheadMs) <= errorMs
      ? 'agrees'
      : `${formatDuration(Math.abs(aheadMs))} ${aheadMs < 0 ? 'behind' : 'ahead'}`
  return `${stood}, ± ${formatDuration(errorMs)}`
}

const count = (n: number, noun: string): string => `${formatCount(n)} ${noun}${n === 1 ? '' : 's'}`
