import { composeCalibration } from '../../calibration/calibration.ts'
import type { Calibration } from '../../calibration/calibration.ts'
import type { Machine } from '../../machine.ts'

/** A plausible calibration, short, on a busy machine, right in all rows. Test data only. */
export function sampleCalibration(machine: Machine, takenAtMs: number): Calibration {
  const sockets = {
    instrument: 'WebSocket viewers',
    subject: '50 agents, 3 viewers, updates dropped, delayed, swapped, repeated',
  }
  const openLoop = { instrument: 'open loop', subject: 'fixed 50 ms' }
  const probes = {
    instrument: 'page probes',
    subject: 'the reference dashboard until live data, 4 rounds',
    unit: 'ms',
    truth: 0,
  } as const
  const exact = { bound: 0, widenedBy: 0, unit: 'count' } as const
  return composeCalibration({
    takenAtMs,
    short: true,
    machine,
    rows: [
      {
        ...openLoop,
        quantity: 'latency p50',
        unit: 'ms',
        truth: 50.1,
        measured: 51.4,
        bound: 4.5,
        widenedBy: 0,
      },
      {
        ...openLoop,
        quantity: 'latency p99',
        unit: 'ms',
        truth: 52.3,
        measured: 63.1,
        bound: 32.1,
        widenedBy: 27.5,
      },
      { ...openLoop, ...exact, quantity: 'sent', truth: 180, measured: 180 },
      { ...sockets, ...exact, quantity: 'expected', truth: 4500, measured: 4500 },
      { ...sockets, ...exact, quantity: 'lost', truth: 6, measured: 6 },
      {
        ...probes,
        quantity: 'main-thread time, on minus off',
        measured: 1.9,
        bound: 10.3,
        widenedBy: 3.7,
      },
      {
        ...probes,
        quantity: 'first contentful paint, on minus off',
        measured: -4,
        bound: 9.1,
        widenedBy: 0,
      },
    ],
    notes: [
      'The page probes, in 4 rounds of a visit with them and two without: scripts 1.2 ms, heap 124 kB, on minus off.',
      'main-thread time, on minus off: median without 93 ms; with probes -1.1 ms to 4.2 ms more (confidence 0.87), p = 0.250 (signed rank). ' +
        'Off against off: -0.6 ms to 6.8 ms, p = 0.686 (Mann-Whitney); half of its width, 3.7 ms, widens the bound.',
    ],
    problems: [],
  })
}
