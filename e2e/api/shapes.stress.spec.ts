import { http } from '../../load/http/http.ts'
import { settlingTimeMs } from '../../load/measure/settling-time.ts'
import { answers, test } from '../../fixtures/index.ts'
import { loadShapes, SPIKE } from '../../fixtures/load-shapes.ts'
import { endpointsOf } from '../../fixtures/targets/parts.ts'

// Open model: the same endpoint, the target's first, under each shape of load, whatever it does. After the spike: how long its latency takes to be as
// before.
for (const shape of ['constant', 'ramp', 'step', 'spike', 'burst', 'sustained'] as const) {
  test(
    `the API holds under a load of the shape "${shape}"`,
    answers(`shape.${shape}`),
    async ({ lab, running, settings }) => {
      const [request] = endpointsOf(running)
      if (!request) return
      const measurements = await http.openLoop({
        ...running.requests(),
        warmUpMs: 500,
        streams: [
          {
            request,
            arrivals: loadShapes(settings.PERF_API_RATE)[shape],
            metric: 'shape',
            labels: { shape, endpoint: request.name },
          },
        ],
      })
      lab.record(...measurements)
      const latency = measurements.find(({ metric }) => metric === 'shape.latency')
      if (shape !== 'spike' || latency?.data.kind !== 'histogram') return
      const startMs = latency.window.startMs + SPIKE.atMs
      const settledMs = settlingTimeMs(latency.data, { startMs, endMs: startMs + SPIKE.forMs })
      if (settledMs !== undefined) lab.sample('shape.settling', 'ms', settledMs, { shape })
    },
  )
}
