import { answers, test } from '../../fixtures/index.ts'

const vitals = [
  'dashboard.lcp',
  'dashboard.fcp',
  'dashboard.cls',
  'dashboard.ttfb',
  'dashboard.inp',
  'dashboard.long-frames',
]

// Each visit is a person who was never here: a new context, with the sign-in's cookies and an empty cache; and who uses the page. One more is not
// counted: it is filmed, and tells what the page waits for.
test(
  'the dashboard shows live data soon, with an empty cache',
  answers('dashboard.ready.cold', ...vitals, { lastsMs: ({ PERF_VISITS }) => PERF_VISITS * 1200 + 3000 }),
  async ({ dashboard, diagnose, recordVisit, settings }) => {
    await dashboard.eachPage(async (page, labels) => {
      for (let n = 0; n < settings.PERF_VISITS; n++) {
        await using context = await page.newContext()
        recordVisit(await page.use(context), { ...labels, cache: 'cold' })
      }
      await diagnose(page)
    })
  },
)

// Each visit is a person who comes back: one context, whose cache a first visit filled. That one is not counted; what it
// shows when it is ready is kept as a picture.
test(
  'the dashboard shows live data soon, with a primed cache',
  answers('dashboard.ready.warm', { lastsMs: ({ PERF_VISITS }) => PERF_VISITS * 500 }),
  async ({ dashboard, lab, recordVisit, settings }, info) => {
    await dashboard.eachPage(async (page, labels) => {
      await using context = await page.newContext()
      await lab.keepPicture(page.name, await page.picture(context, info.outputDir))
      for (let n = 0; n < settings.PERF_VISITS; n++) {
        recordVisit(await page.visit(context), { ...labels, cache: 'warm' })
      }
    })
  },
)
