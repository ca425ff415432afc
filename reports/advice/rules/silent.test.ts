import { expect, test } from '@playwright/test'
import type { Measurement } from '../../../load/measure/measurement.ts'
import type { Slo } from '../../judge/slo.ts'
import { adviceBy, events, runOf, sloOf, times, visits } from '../testing/example-run.ts'

const few = { minSamples: 3 }
const count = { ...few, unit: 'count' } as const
const kind = { kind: 'simple' }

/** What a rule is about, missed or just met, beside figures that look as if it were missed. */
interface Row {
  rule: string
  what: string
  slo: Slo
  measured: (isMissed: boolean) => Measurement[]
}

const ROWS: Row[] = [
  {
    rule: 'pool-flaps',
    what: 'a pool that follows its load, and late',
    slo: sloOf('fleet.autoscale.reversals', 'count==0', count),
    measured: isMissed => [
      events('fleet.autoscale.reversals', {}, 6, isMissed ? { 'fewer hosts under load': 1 } : {}),
      visits('fleet.autoscale.up', {}, [32_000]),
    ],
  },
  {
    rule: 'heavy-delivery',
    what: 'a package below its limit, of one large part',
    slo: sloOf('delivery.size', 'med<1000000', { ...few, unit: 'bytes', by: 'form' }),
    measured: isMissed => [
      visits('delivery.size', { form: 'packed' }, [isMissed ? 1.1e6 : 0.9e6], 'bytes'),
      visits('delivery.part', { part: 'maps' }, [3e6], 'bytes'),
    ],
  },
  {
    rule: 'target-memory',
    what: 'memory below its limit that a load has doubled',
    slo: sloOf('resources.memory', 'p(95)<500000000', { ...few, unit: 'bytes' }),
    measured: isMissed => [
      visits('resources.memory', { phase: 'load' }, [isMissed ? 600e6 : 450e6], 'bytes'),
      visits('resources.memory', { phase: 'idle' }, [225e6], 'bytes'),
      visits('resources.heap', { phase: 'load' }, [400e6], 'bytes'),
    ],
  },
  {
    rule: 'long-collections',
    what: 'many short pauses',
    slo: sloOf('resources.gc', 'med<50', few),
    measured: isMissed => [
      visits('resources.gc', { kind: 'minor' }, [isMissed ? 60 : 45]),
      visits('resources.gc.share', { phase: 'load' }, [0.5], 'ratio'),
    ],
  },
  {
    rule: 'left-running',
    what: 'sockets that stay among as many descriptors',
    slo: sloOf('resources.descriptors.left', 'med<=1.05', { ...few, unit: 'times' }),
    measured: isMissed => [
      visits('resources.descriptors.left', {}, [isMissed ? 1.1 : 1.05], 'times'),
      visits('resources.sockets', { phase: 'idle' }, [5], 'count'),
      visits('resources.sockets', { phase: 'after' }, [15], 'count'),
    ],
  },
  {
    rule: 'crowded-reads',
    what: 'readers that wait little longer, of states that get lost',
    slo: sloOf('state.saves.slowdown', 'med<1.5', { ...few, unit: 'times' }),
    measured: isMissed => [
      visits('state.saves.slowdown', {}, [isMissed ? 1.6 : 1.4], 'times'),
      events('state.lost', {}, 20, { 'is gone': 20 }),
    ],
  },
  {
    rule: 'slack-unanswered',
    what: 'messages that are all answered, and late',
    slo: sloOf('slack.errors', 'count==0', { ...count, by: 'kind' }),
    measured: isMissed => [
      events('slack.errors', kind, 40, isMissed ? { 'no answer was posted': 1 } : {}),
      times('slack.latency', kind, () => 9000),
    ],
  },
  {
    rule: 'slack-slow-answer',
    what: 'answers in time to events that are acknowledged late',
    slo: sloOf('slack.latency', 'p(95)<3000', { where: kind }),
    measured: isMissed => [
      times('slack.latency', kind, () => (isMissed ? 3500 : 2500)),
      times('slack.ack', kind, () => 2400),
    ],
  },
  {
    rule: 'failed-calls',
    what: 'one call of twelve thousand that fails',
    slo: sloOf('llm.errors', 'rate<0.01'),
    measured: isMissed => [events('llm.errors', {}, 12_000, { 'status 500': isMissed ? 1200 : 1 })],
  },
]

for (const { rule, what, slo, measured } of ROWS) {
  test(`${what}: ${rule} says nothing of it`, () => {
    expect(adviceBy(rule, runOf([slo], measured(true)))).toMatchObject({ judgements: [expect.any(String)] })
    const met = runOf([slo], measured(false))
    expect(met.judgements.map(({ verdict }) => verdict)).toEqual(['PASS'])
    expect(adviceBy(rule, met)).toBeUndefined()
  })
}
