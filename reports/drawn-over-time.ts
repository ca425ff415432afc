/** Of the real time: how right a stamp is, what one connection costs, and what is drawn over the time since its loss. */
const OF_REAL_TIME = /^realtime\.(?:paint\.bias|memory|recovery\.time)$/

/** Of requests: all but the response time; an endpoint's row tells of these as a whole. */
const OF_REQUESTS = /\.(?:service|ttfb|connect|tls|closed\.latency|phase\.latency)$/

/** Whether the page draws a metric over the time of the run. */
export function isDrawnOverTime(metric: string): boolean {
  return !OF_REAL_TIME.test(metric) && !OF_REQUESTS.test(metric)
}
