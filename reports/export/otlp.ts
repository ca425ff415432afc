import type { ResourceMetrics } from '@opentelemetry/sdk-metrics'
import type { RunReport } from '../run-report.ts'
import { gaugesOf } from './figures.ts'
import type { Gauge } from './figures.ts'
import type { OtlpReceiver } from './otlp-receiver.ts'

/** The receiver holds up the end of a run for so long, ms. */
const WITHIN_MS = 10_000

/** So much is told of what a receiver answered. */
const MOST_TOLD = 200

/** Units as OpenTelemetry has them (UCUM). */
const UNITS: Readonly<Record<string, string>> = { seconds: 's', bytes: 'By', ratio: '1', per_second: '1/s' }

/**
 * Sends the figures of `metrics.om` by OTLP (over HTTP, as JSON). Whatever the receiver does, the run has its verdict and its report without it.
 *
 * @param withinMs for all of it. Default 10 s.
 * @returns what came of it, in a sentence
 */
export async function pushFigures(
  report: RunReport,
  receiver: OtlpReceiver,
  withinMs = WITHIN_MS,
): Promise<string> {
  const gauges = gaugesOf(report)
  const place = receiver.url.replace(/\?.*$/s, '')
  const fault = await send(gauges, report, receiver, withinMs).catch((error: Error) => error.message)
  if (fault === undefined) {
    const count = gauges.reduce((sum, { figures }) => sum + figures.length, 0)
    return `${count} figures were sent to ${place} (OTLP).`
  }
  return `The figures were not sent to ${place} (OTLP): ${fault.slice(0, MOST_TOLD)}. The verdict and the report are whole without it.`
}

/** @returns what went wrong */
async function send(
  gauges: readonly Gauge[],
  report: RunReport,
  { url, headers, resource }: OtlpReceiver,
  withinMs: number,
): Promise<string | undefined> {
  // Loaded only where it is asked for: they are large.
  const [{ diag, DiagLogLevel }, { OTLPMetricExporter }, { resourceFromAttributes }, scopeMetrics] =
    await Promise.all([
      import('@opentelemetry/api'),
      import('@opentelemetry/exporter-metrics-otlp-http'),
      import('@opentelemetry/resources'),
      scopesOf(gauges, report),
    ])
  const warnings: string[] = []
  const ignore = (): void => {}
  const warn = (...told: unknown[]): void => void warnings.push(told.map(String).join(' '))
  // The exporter counts an answer that it can't read as a success, and only says so here.
  diag.setLogger({ error: ignore, warn, info: ignore, debug: ignore, verbose: ignore }, DiagLogLevel.WARN)
  const exporter = new OTLPMetricExporter({ url, headers: { ...headers }, timeoutMillis: withinMs })
  const all = { resource: resourceFromAttributes({ ...resource }), scopeMetrics }
  const silent = AbortSignal.timeout(withinMs)
  try {
    return await new Promise<string | undefined>(resolve => {
      silent.addEventListener('abort', () => resolve(`it did not answer well within ${withinMs / 1000} s`))
      exporter.export(all, ({ error }) => resolve(error ? tellError(error) : tellWarnings(warnings)))
    })
  } finally {
    diag.disable()
    // It waits for what is under way, which nobody does here.
    exporter.shutdown().catch(ignore)
  }
}

function tellError(error: Error & { code?: number | string }): string {
  if (typeof error.code === 'number') return `it answered ${error.code} ${error.message}`.trim()
  return error.message || (error.code ?? error.name)
}

function tellWarnings(warnings: readonly string[]): string | undefined {
  if (warnings.some(text => /deserialize|Failed to parse/.test(text)))
    return 'it answered what is no answer of OTLP'
  return warnings.some(text => text.includes('Partial')) ? 'it refused some of them' : undefined
}

async function scopesOf(
  gauges: readonly Gauge[],
  { run }: RunReport,
): Promise<ResourceMetrics['scopeMetrics']> {
  const { ValueType } = await import('@opentelemetry/api')
  const { AggregationTemporality, DataPointType } = await import('@opentelemetry/sdk-metrics')
  const time = (iso: string): [seconds: number, nanoseconds: number] => {
    const ms = Date.parse(iso)
    return [Math.floor(ms / 1000), (ms % 1000) * 1e6]
  }
  const [startTime, endTime] = [time(run.startedAt), time(run.endedAt)]
  return [
    {
      scope: { name: 'fleetmark', version: run.fleetmark },
      metrics: gauges.map(({ name, unit, help, figures }) => ({
        descriptor: { name, description: help, unit: UNITS[unit ?? ''] ?? '', valueType: ValueType.DOUBLE },
        aggregationTemporality: AggregationTemporality.CUMULATIVE,
        dataPointType: DataPointType.GAUGE,
        dataPoints: figures.map(({ labels, value }) => ({ startTime, endTime, attributes: labels, value })),
      })),
    },
  ]
}
