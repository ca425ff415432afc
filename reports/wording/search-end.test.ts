import { expect, test } from '@playwright/test'
import { describeSearchEnd } from './search-end.ts'

for (const [kind, sentence] of [
  ['most', 'The target held 2,000 agents, the highest load tried.'],
  ['unclear', 'The result at 2,000 agents is inconclusive. Why.'],
  ['generator', 'At 2,000 agents the load generator was the limit, not the target. Why.'],
  ['not-recovered', 'The target did not recover after 2,000 agents. Why.'],
] as const) {
  test(`a search that ended with "${kind}" says so in a sentence`, () => {
    expect(describeSearchEnd({ loads: 'agents', stopped: { kind, level: 2000, because: 'Why.' } })).toBe(
      sentence,
    )
  })
}
