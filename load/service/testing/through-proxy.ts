import { LatenessProbe } from '../../calibration/truth/lateness-probe.ts'
import { systemClock } from '../../clock.ts'
import { GivingUp } from '../../loops/giving-up.ts'
import { runOpenLoop } from '../../loops/open-loop.ts'
import { OperationRecord } from '../../loops/operation-record.ts'
import type { Operation, Outcome } from '../../loops/operation.ts'
import { GeneratorHealth } from '../../measure/health/generator-health.ts'
import { Recording } from '../../measure/recording.ts'
import type { TcpProxy } from '../../proxy/tcp-proxy.ts'

/** One outcome, from its intended start. */
export interface Timed {
  latencyMs: number
  outcome: Outcome
}

/** What an open loop saw, and by how much each of its times may be too long. */
export interface Seen {
  all: readonly Timed[]
  /** This machine's part, by what was measured meanwhile: six hops, each as late as the latest, and the proxy's two timers. */
  latenessMs: number
}

/** Begins operations at a rate, at their intended times. @param meanwhile is done while they are under way */
export async function openLoop(
  operation: Operation,
  { perSecond, count }: { perSecond: number; count: number },
  proxy: TcpProxy,
  meanwhile: () => Promise<void> = async () => {},
): Promise<Seen> {
  const clock = systemClock
  const startMs = clock.nowMs() + 20
  const all: Timed[] = []
  const noted: Operation = async (index, intendedMs, signal) => {
    const outcome = await operation(index, intendedMs, signal)
    all.push({ latencyMs: outcome.endMs - intendedMs, outcome })
    return outcome
  }
  const recording = new Recording()
  const probe = new LatenessProbe(clock)
  const health = new GeneratorHealth(clock, 10, { generator: 'test', recording })
  const record = new OperationRecord({ metric: 'op', labels: {}, timeoutMs: 60_000, startMs })
  const arrivals = { kind: 'constant', perSecond, durationMs: (1000 * count) / perSecond } as const
  const means = { health, clock, givingUp: new GivingUp(clock) }
  try {
    await Promise.all([runOpenLoop([{ operation: noted, arrivals, record }], startMs, means), meanwhile()])
    const late = probe.within({ startMs, endMs: clock.nowMs() })
    return { all, latenessMs: 6 * Math.max(0, ...late) + 2 * proxy.latestMs }
  } finally {
    probe.stop()
    health.stop()
    recording.stop()
  }
}

/** @returns how many faults there were by cause; `good` counts what was none */
export function causesOf(all: readonly Timed[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { outcome } of all) {
    const cause = outcome.fault?.cause ?? 'good'
    counts[cause] = (counts[cause] ?? 0) + 1
  }
  return counts
}
