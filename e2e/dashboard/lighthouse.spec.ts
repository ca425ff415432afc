import { answers, test } from '../../fixtures/index.ts'

const categories = ['lighthouse.performance', 'lighthouse.accessibility', 'lighthouse.best-practices']

// Signed in, in the browser that the other specs use; the median run's own report is kept.
test(
  'lighthouse finds the dashboard good',
  answers(...categories, 'lighthouse.tbt', {
    lastsMs: ({ PERF_LIGHTHOUSE_RUNS, PERF_DEVICE }) =>
      PERF_LIGHTHOUSE_RUNS * 8000 * (PERF_DEVICE === 'mobile' ? 2 : 1),
  }),
  async ({ lab, dashboard }, info) => {
    for (const audited of await dashboard.audit(info.outputDir)) await lab.keepAudit(audited)
  },
)
