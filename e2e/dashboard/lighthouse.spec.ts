import { answers, test } from '../../fixtures/index.ts'

const categories = ['lighthouse.performance', 'lighthouse.accessibility', 'lighthouse.best-practices']

// Signed in, in the browser that the other specs use; the median run's own report is kept.
test(
  'lighthouse finds the dashboard good',
  answers(...categories, 'lighthouse.tbt', {
    lastsMs: ({ PERF_LIGHTHOUSE_RUNS }) => PERF_LIGHTHOUSE_RUNS * 8000,
  }),
  async ({ lab, dashboard }, info) => {
    await using context = await dashboard.newContext()
    await lab.keepAudit(await dashboard.audit(context, info.outputDir))
  },
)
