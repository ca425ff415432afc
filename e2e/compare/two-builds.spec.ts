import { answers, test } from '../../fixtures/index.ts'

// The run's target is A, the other build B. In each pair both are visited, asked and watched in turns of a second or less, so that whatever disturbs
// the machine disturbs both; who begins is drawn by chance. A first pair does not count.
test('two builds, in turns', answers({ comparesBuilds: true }), async ({ builds }) => {
  const before = builds.warmUp()
  await before.visitPages()
  await before.sendRequests()
  await before.watchFleets()
  for await (const pair of builds.pairs()) {
    await pair.visitPages()
    await pair.sendRequests()
    await pair.watchFleets()
  }
})
