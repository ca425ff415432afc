import { answers, test } from '../../fixtures/index.ts'

const LEVELS = [5, 10, 15, 20, 25, 30, 50]

// The memory of all the target's processes at rising numbers of agents: what each adds is the slope of the line through them.
test(
  'an agent costs little memory',
  answers('fleet.memory', { lastsMs: () => 2000 }),
  async ({ lab, fleet }) => {
    lab.record(...(await fleet.memory({ levels: LEVELS })))
  },
)
