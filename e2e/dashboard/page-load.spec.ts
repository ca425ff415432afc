import { answers, test } from '../../fixtures/index.ts'
import { recordVisit } from '../../fixtures/record-visit.ts'
import { dashboardOf } from '../../fixtures/targets/parts.ts'
import { visit } from '../../fixtures/browser/visit.ts'

const vitals = [
  'dashboard.lcp',
  'dashboard.fcp',
  'dashboard.cls',
  'dashboard.ttfb',
  'dashboard.inp',
  'dashboard.long-frames',
]

// Each visit is a person who was never here: a new context, with the sign-in's cookies and an empty cache; and who uses the page.
test(
  'the dashboard shows live data soon, with an empty cache',
  answers('dashboard.ready.cold', ...vitals),
  async ({ lab, running, settings }) => {
    const dashboard = dashboardOf(running)
    for (let n = 0; n < settings.PERF_VISITS; n++) {
      const context = await running.newContext()
      const visited = await visit(context, dashboard, settings.PERF_TIMEOUT * 1000, dashboard.interactions)
      recordVisit(lab, visited, { cache: 'cold' })
      await context.close()
    }
  },
)

// Each visit is a person who comes back: one context, whose cache a first visit filled. That one is not counted.
test(
  'the dashboard shows live data soon, with a primed cache',
  answers('dashboard.ready.warm'),
  async ({ lab, running, settings }) => {
    const dashboard = dashboardOf(running)
    const context = await running.newContext()
    await visit(context, dashboard, settings.PERF_TIMEOUT * 1000)
    for (let n = 0; n < settings.PERF_VISITS; n++) {
      const visited = await visit(context, dashboard, settings.PERF_TIMEOUT * 1000)
      recordVisit(lab, visited, { cache: 'warm' })
    }
    await context.close()
  },
)
