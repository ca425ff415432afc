import { answers, test } from '../../fixtures/index.ts'

// The target's own commands, in fresh copies of its folder: with empty caches, and with those that this has filled.
test(
  'the target is installed and built from its sources, and is no heavier than it has to be',
  answers('delivery.install', 'delivery.build', 'delivery.size'),
  async ({ lab, delivery }) => {
    lab.record(...(await delivery.measure()))
  },
)
