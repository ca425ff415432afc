import { answers, test } from '../../fixtures/index.ts'

const LEVELS = [1, 5, 10, 15, 20, 25, 30, 50]

const ids = ['fleet.startup.1', 'fleet.startup.20', 'fleet.startup.30', 'fleet.startup.50', 'fleet.started']

// The fleet is stopped each time; what is measured ends when the last agent has answered a first message.
test(
  'a stopped fleet starts in seconds, with few agents and with many',
  answers(...ids, { lastsMs: () => 6000 }),
  async ({ lab, fleet }) => {
    lab.record(...(await fleet.startup({ levels: LEVELS })))
  },
)
