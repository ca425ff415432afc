import type { RunReport } from '../run-report.ts'
import { gaugesOf } from './figures.ts'
import type { Figure, Gauge } from './figures.ts'
import { plainText } from './plain-text.ts'

/** So many characters of what a figure is are kept: a target may have named it. */
const HELP = 300

/**
 * Writes a run's figures as OpenMetrics text 1.0 (https://prometheus.io/docs/specs/om/open_metrics_spec/), all of them gauges and without times: what
 * gathers them gives them its own, as Prometheus' Pushgateway asks for.
 */
export const writeOpenMetrics = (report: RunReport): string =>
  `${gaugesOf(report).map(writeGauge).join('')}# EOF\n`

function writeGauge({ name, unit, help, figures }: Gauge): string {
  const lines = [
    `# TYPE ${name} gauge`,
    ...(unit === undefined ? [] : [`# UNIT ${name} ${unit}`]),
    `# HELP ${name} ${escaped(plainText(help, HELP))}`,
    ...figures.map(({ labels, value }) => `${name}${writeLabels(labels)} ${value}`),
  ]
  return `${lines.join('\n')}\n`
}

const writeLabels = (labels: Figure['labels']): string =>
  `{${Object.entries(labels)
    .map(([name, value]) => `${name}="${escaped(value)}"`)
    .join(',')}}`

const escaped = (text: string): string =>
  text.replaceAll(/[\\"\n]/g, character => (character === '\n' ? String.raw`\n` : `\\${character}`))
