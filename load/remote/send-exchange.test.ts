import { deserialize, serialize } from 'node:v8'
import { expect, test } from '@playwright/test'
import * as fc from 'fast-check'
import { SendLog } from '../swarm/accounts/send-log.ts'
import { SendExchange } from './send-exchange.ts'
import type { Sends } from './send-exchange.ts'

const throughQueue = (sends: Sends): Sends => deserialize(serialize(sends)) as Sends

test('whatever agents of several machines send, each machine learns all of it, with its times', () => {
  const anyRun = fc.record({
    agents: fc.integer({ min: 0, max: 12 }),
    count: fc.integer({ min: 2, max: 5 }),
    sends: fc.array(fc.record({ agent: fc.nat(11), tells: fc.boolean() }), { maxLength: 60 }),
  })
  fc.assert(
    fc.property(anyRun, ({ agents, count, sends }) => {
      let nowMs = 1000
      const clock = { nowMs: () => nowMs }
      const whole = SendLog.of(agents)
      const logs = Array.from({ length: count }, () => SendLog.of(agents))
      const exchanges = logs.map((log, index) => new SendExchange(log, { index, count }, clock))
      const tell = (): void => {
        const told = exchanges.map(one => throughQueue(one.take()))
        for (const one of exchanges) for (const sent of told) one.learn(sent)
      }
      for (const { agent, tells } of sends) {
        nowMs++
        if (agent >= agents) continue
        whole.note(agent, nowMs)
        logs[agent % count]?.note(agent, nowMs)
        if (tells) tell()
      }
      nowMs++
      tell()
      for (const log of logs) {
        expect(log.newestOfAll()).toEqual(whole.newestOfAll())
        for (const [agent, newest] of whole.newestOfAll().entries())
          for (let seq = 0; seq <= newest; seq++)
            expect(log.sentAtMs(agent, seq)).toBe(whole.sentAtMs(agent, seq))
      }
      for (const [index, one] of exchanges.entries()) {
        const others = Math.min(count, agents) - (index < agents ? 1 : 0)
        expect(one.knownUntilMs).toBe(others > 0 ? nowMs : Infinity)
      }
    }),
  )
})

test('all is known as far as the slowest has told, and one that is lost is waited for no longer', () => {
  const log = SendLog.of(3)
  const one = new SendExchange(log, { index: 0, count: 3 }, { nowMs: () => 0 })
  const sends = (from: number, untilMs: number): Sends => ({
    from,
    untilMs,
    agents: new Uint32Array(),
    seqs: new Uint32Array(),
    timesMs: new Float64Array(),
  })
  expect(one.knownUntilMs).toBe(-Infinity)
  one.learn(sends(1, 500))
  expect(one.knownUntilMs).toBe(-Infinity)
  one.learn(sends(2, 400))
  expect(one.knownUntilMs).toBe(400)
  one.lose(2)
  expect(one.knownUntilMs).toBe(500)
  one.learn(sends(2, 600))
  one.lose(1)
  expect(one.knownUntilMs).toBe(Infinity)
})
