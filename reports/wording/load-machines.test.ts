import { expect, test } from '@playwright/test'
import { clockText, loadMachinesText } from './load-machines.ts'

const machine = {
  name: 'a-1',
  host: 'a',
  cpu: 'x',
  cores: 2,
  memoryBytes: 1e9,
  os: 'Linux',
  node: '24',
}

test('who made the load is told with the least known clock, and who was lost', () => {
  expect(loadMachinesText({})).toBeUndefined()
  expect(loadMachinesText({ machines: [machine] })).toBe('1 worker on 1 host had seats, and made no load.')
  expect(
    loadMachinesText({
      machines: [
        { ...machine, clock: { aheadMs: 0, errorMs: 0.25 } },
        { ...machine, name: 'a-2', clock: { aheadMs: 9, errorMs: 3 } },
        { ...machine, name: 'b-1', host: 'b', lost: 'said nothing for 15 s' },
      ],
    }),
  ).toBe(
    'Load was shared by 3 workers on 2 hosts. Their clocks are known to within 3.0 ms. b-1 said nothing for 15 s.',
  )
})

test('a clock is ahead or behind from where the error ends', () => {
  expect(clockText({})).toBe('it did no work')
  expect(clockText({ clock: { aheadMs: -0.2, errorMs: 0.3 } })).toBe('agrees, ± 0.3 ms')
  expect(clockText({ clock: { aheadMs: -412.5, errorMs: 0.3 } })).toBe('413 ms behind, ± 0.3 ms')
  expect(clockText({ clock: { aheadMs: 12_000, errorMs: 2 } })).toBe('12.0 s ahead, ± 2.0 ms')
})
