import { answers, test } from '../../fixtures/index.ts'

/** A kind that use and rest leave alike would seem to grow in all of them once in 3432 times. */
const ROUNDS = 7

// In one document, as leaving it gives everything back: what the interactions open is left, and opened again. What a page gathers by the time alone
// it gathers while it rests as well.
test(
  'a page keeps nothing of what was done in it',
  answers('page.leak', { lastsMs: () => ROUNDS * 5000 }),
  async ({ lab, dashboard }) => {
    await dashboard.eachPage(async (page, labels) => {
      lab.record(...(await page.measureLeak(ROUNDS, labels)))
    })
  },
)
