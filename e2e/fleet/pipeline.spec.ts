import { answers, test } from '../../fixtures/index.ts'

/** A little more than 10 000 messages. */
const LOAD = { perSecond: 600, durationMs: 17_000 }

const stages = ['normalise', 'route', 'memory', 'model', 'execute'].map(stage => `pipeline.${stage}`)

// Open model: messages arrive at a steady rate. The stages are told by the platform itself, and held against what each message takes from outside.
test(
  'messages are quick through each stage and through all',
  answers('pipeline', ...stages, { lastsMs: () => LOAD.durationMs + 1500 }),
  async ({ lab, flows }) => {
    lab.record(...(await flows.pipeline(LOAD)))
  },
)
