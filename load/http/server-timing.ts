import type { IncomingHttpHeaders } from 'node:http'

/**
 * @param entry the name of a metric in the header `Server-Timing` (https://www.w3.org/TR/server-timing/), as `skill` in `skill;dur=12.5`
 * @returns its duration in ms; `undefined` where there is none
 */
export function serverTimingMs(headers: IncomingHttpHeaders, entry: string): number | undefined {
  const header = headers['server-timing']
  for (const metric of [header ?? []].flat().join(',').split(',')) {
    const [name = '', ...parameters] = metric.split(';').map(part => part.trim())
    const duration = parameters.find(parameter => parameter.toLowerCase().startsWith('dur='))
    if (name !== entry || duration === undefined) continue
    const ms = Number(duration.slice('dur='.length).replaceAll('"', ''))
    return Number.isFinite(ms) ? ms : undefined
  }
  return undefined
}
