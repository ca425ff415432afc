import { answers, test } from '../../fixtures/index.ts'

const PLAN = { idleMs: 30_000, loadMs: 30_000, settleMs: 7000, afterMs: 30_000 }

/** Of a load that comes after all that is measured, for PERF_PROFILE. */
const PROFILED_MS = 10_000

const ids = ['cpu.idle', 'cpu.load', 'memory', 'threads', 'descriptors', 'gc', 'loop'].map(
  name => `resources.${name}`,
)

const lastsMs = (): number => PLAN.idleMs + PLAN.loadMs + PLAN.afterMs + 2 * PLAN.settleMs + 5000

// The target is read twice a second, by its processes, its inspector and its page: while nobody uses it, under all that it is used for at once, and when that
// is over and connections that are kept open for the next request have ended. What it takes then that it did not take before, it keeps.
test(
  'the target leaves its machine room, and gives back what a load took',
  answers(...ids, { lastsMs }),
  async ({ lab, resources, mixedLoad }) => {
    lab.record(...(await resources.measure(PLAN, mixedLoad)))
    lab.record(...(await resources.profile(PROFILED_MS, mixedLoad)))
  },
)
