import { audit } from '../../fixtures/browser/lighthouse.ts'
import { answers, test } from '../../fixtures/index.ts'
import { dashboardOf } from '../../fixtures/targets/parts.ts'

const categories = ['lighthouse.performance', 'lighthouse.accessibility', 'lighthouse.best-practices']

// Signed in, in the browser that the other specs use; the median run's own report is kept.
test(
  'lighthouse finds the dashboard good',
  answers(...categories, 'lighthouse.tbt'),
  async ({ lab, running, settings }, info) => {
    const context = await running.newContext()
    const result = await audit(context, dashboardOf(running), {
      runs: settings.PERF_LIGHTHOUSE_RUNS,
      folder: info.outputDir,
      timeoutMs: settings.PERF_TIMEOUT * 1000,
    })
    await lab.keepAudit(result)
    await context.close()
  },
)
