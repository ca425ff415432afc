import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { Contest, Cost } from './contest.ts'

const run = promisify(execFile)

/** How tools that may be on the PATH are told to do a contest on one core. */
const COMMANDS = {
  wrk: ({ origin, path, connections, seconds }: Contest) =>
    `wrk -t1 -c${connections} -d${seconds}s '${origin}${path}'`,
  hey: ({ origin, path, connections, seconds }: Contest) =>
    `hey -cpus 1 -c ${connections} -z ${seconds}s '${origin}${path}'`,
}

/** A load generator that is not the suite's. */
export type OutsideTool = keyof typeof COMMANDS

/** @returns those of the tools that are on the PATH, and those that are not */
export async function findTools(): Promise<{ there: OutsideTool[]; missing: OutsideTool[] }> {
  const tools = Object.keys(COMMANDS) as OutsideTool[]
  const found = await Promise.all(
    tools.map(tool =>
      run('sh', ['-c', `command -v ${tool}`])
        .then(() => true)
        .catch(() => false),
    ),
  )
  return {
    there: tools.filter((_, index) => found[index]),
    missing: tools.filter((_, index) => !found[index]),
  }
}

/** Lets a tool do its work. @throws Error when it fails */
export async function contendOutside(tool: OutsideTool, contest: Contest): Promise<Cost> {
  const startMs = performance.now()
  const { stdout } = await run('sh', ['-c', `${COMMANDS[tool](contest)} >&2 && times`])
  return { cpuSeconds: childCpuSeconds(stdout), tookSeconds: (performance.now() - startMs) / 1000 }
}

/** @param times what the shell's `times` says: user and system time of the shell, and in its second line of what it ran */
export function childCpuSeconds(times: string): number {
  const [, ofChildren = ''] = times.trim().split('\n')
  return [...ofChildren.matchAll(/(\d+)m([\d.]+)s/g)].reduce(
    (sum, [, minutes, seconds]) => sum + Number(minutes) * 60 + Number(seconds),
    0,
  )
}
