import { expect, test } from '@playwright/test'
import { adviceBy, runOf, sloOf, visits } from '../testing/example-run.ts'

const few = { minSamples: 3 }
const of = (value: number): number[] => Array.from({ length: 20 }, () => value)

const cpu = sloOf('resources.cpu', 'med<0.05', { ...few, unit: 'ratio' })

test('a target that is busy with its event loop held up is told from one that is only busy', () => {
  const busy = (delayMs: number) =>
    runOf(
      [cpu],
      [
        visits('resources.cpu', { phase: 'idle' }, of(0.9), 'ratio'),
        visits('resources.loop-delay', { phase: 'idle' }, of(delayMs)),
      ],
    )
  expect(adviceBy('blocked-loop', busy(400))?.text).toContain('find it held up for 400 ms and more')
  expect(adviceBy('busy-target', busy(400))).toBeUndefined()
  expect(adviceBy('blocked-loop', busy(20))).toBeUndefined()
  expect(adviceBy('busy-target', busy(20))?.text).toContain("The target's processes are busy: ")
  expect(adviceBy('busy-target', busy(20))?.next).toContain('(PERF_PROFILE=1 npm run runtime takes one, ')
  const quiet = runOf([cpu], [visits('resources.cpu', { phase: 'idle' }, of(0.01), 'ratio')])
  expect(adviceBy('busy-target', quiet)).toBeUndefined()
})

test('a function that takes much of the busy time is named, and explains it', () => {
  const profiled = (share: number, cpuShare: number) =>
    runOf(
      [cpu],
      [
        visits('resources.cpu', { phase: 'idle' }, of(cpuShare), 'ratio'),
        visits('profile.self', { function: 'burnCpu fixtures/platform/burn-cpu.ts:2' }, [share], 'ratio'),
        visits('profile.self', { function: 'other a.ts:1' }, [0.1], 'ratio'),
      ],
    )
  expect(adviceBy('busy-function', profiled(0.62, 0.9))).toMatchObject({
    priority: 'HIGH',
    text: expect.stringContaining(
      "takes 62 % of the target's busy time itself: burnCpu fixtures/platform/burn-cpu.ts:2 (CPU profile)",
    ),
    judgements: ['resources.cpu'],
  })
  expect(adviceBy('busy-function', profiled(0.62, 0.01))).toMatchObject({
    priority: 'MEDIUM',
    judgements: [],
  })
  expect(adviceBy('busy-function', profiled(0.29, 0.9))).toBeUndefined()
})

test('what a load leaves is told with how many there were, and whether they are sockets', () => {
  const slo = sloOf('resources.descriptors.left', 'med<=1.05', { ...few, unit: 'times' })
  const left = (sockets: number) =>
    runOf(
      [slo],
      [
        visits('resources.descriptors.left', {}, of(1.5), 'times'),
        visits('resources.descriptors', { phase: 'idle' }, of(20), 'count'),
        visits('resources.descriptors', { phase: 'after' }, of(30), 'count'),
        visits('resources.sockets', { phase: 'idle' }, of(5), 'count'),
        visits('resources.sockets', { phase: 'after' }, of(sockets), 'count'),
      ],
    )
  expect(adviceBy('left-running', left(15))).toMatchObject({
    text: expect.stringContaining('descriptors 20 before, 30 after'),
    next: expect.stringMatching(/^Sockets are among them \(5 before, 15 after\)/),
  })
  expect(adviceBy('left-running', left(5))?.next).toMatch(/^They are no sockets/)
})

test('memory is told with what it was before the load, and long pauses with their kind', () => {
  const memory = sloOf('resources.memory', 'p(95)<500000000', { ...few, unit: 'bytes' })
  const much = runOf(
    [memory],
    [
      visits('resources.memory', { phase: 'load' }, of(900e6), 'bytes'),
      visits('resources.memory', { phase: 'idle' }, of(300e6), 'bytes'),
    ],
  )
  expect(adviceBy('target-memory', much)?.text).toContain('with nobody using it, it held 300 MB.')
  const pauses = sloOf('resources.gc', 'p(99)<50', few)
  for (const [kind, next] of [
    ['minor', /^Minor collections copy/],
    ['major', /^Major collections look at all/],
  ] as const) {
    const advice = adviceBy('long-collections', runOf([pauses], [visits('resources.gc', { kind }, of(120))]))
    expect(advice?.text).toContain(`The longest are the 20 of the kind "${kind}": p95 120 ms.`)
    expect(advice?.next).toMatch(next)
  }
})
