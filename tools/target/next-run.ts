import type { Settings } from '../../fixtures/settings/settings.ts'
import { command } from '../../reports/command-line/command.ts'

/** @returns the command that measures by a target's file, for a shell: with all hosts that its pages went to, as it replaces those of the environment */
export function nextRun({ PERF_ALLOW_HOSTS }: Pick<Settings, 'PERF_ALLOW_HOSTS'>, file: string): string {
  const allow = PERF_ALLOW_HOSTS.length > 0 ? `PERF_ALLOW_HOSTS=${PERF_ALLOW_HOSTS.join(',')} ` : ''
  return `${allow}PERF_TARGET=${file} ${command('perf', '--quick')}`
}
