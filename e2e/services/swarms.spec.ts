import { answers, test } from '../../fixtures/index.ts'

/** A thousand members. */
const SIZE = { swarms: 100, members: 10 }

/** Messages a second of all members together, one load after the other, each for so long, ms. */
const MESSAGES = {
  loads: [
    { load: 'steady', perSecond: 1500 },
    { load: 'full', perSecond: 12_000 },
  ],
  durationMs: 14_000,
}

// Members send each other messages by the platform's own way, at intended times. At full load it is asked how many a second there can be.
test(
  'swarms come up, and their messages come, in time',
  answers('swarms.create', 'swarms.messages', 'swarms.messages.full', 'swarms.latency', 'swarms.lost', {
    lastsMs: () => 2 * MESSAGES.durationMs + 10_000,
  }),
  async ({ lab, swarms }) => {
    lab.record(...(await swarms.messages({ ...SIZE, ...MESSAGES })))
  },
)

// Leaders are frozen and go on, and are killed. Who acts in an old term is to be refused, whatever it believes.
test(
  'swarms have one leader at a time, and soon another when it is lost',
  answers('swarms.leader', 'swarms.leader.time', { lastsMs: () => 30_000 }),
  async ({ lab, swarms }) => {
    lab.record(...(await swarms.elections({ ...SIZE, rounds: 2 })))
  },
)

// What was confirmed last before Redis was killed is read when it is there again.
test(
  'states of swarms outlive a crash of Redis',
  answers('swarms.recovery', { lastsMs: () => 20_000 }),
  async ({ lab, swarms }) => {
    lab.record(...(await swarms.recovery({ ...SIZE, savingMs: 4000 })))
  },
)
