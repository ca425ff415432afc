import { answers, test } from '../../fixtures/index.ts'

// Open model: the same endpoint, the target's first, under each shape of load, whatever it does. After the spike: how long its latency takes to be as
// before.
for (const shape of ['constant', 'ramp', 'step', 'spike', 'burst', 'sustained'] as const) {
  test(
    `the API holds under a load of the shape "${shape}"`,
    answers(`shape.${shape}`),
    async ({ lab, http, target, loadShapes, settlingAfterSpike }) => {
      const [request] = target.endpoints ?? []
      if (!request) return
      const labels = { shape, endpoint: request.name }
      const streams = [{ request, arrivals: loadShapes[shape], metric: 'shape', labels }]
      const measurements = await http.openLoop({ warmUpMs: 500, streams })
      lab.record(...measurements)
      const settledMs = shape === 'spike' ? settlingAfterSpike(measurements) : undefined
      if (settledMs !== undefined) lab.sample('shape.settling', 'ms', settledMs, { shape })
    },
  )
}
