import type { MetricDeclaration, SectionDeclaration } from '../../load/measure/metric.ts'
import type { Declarations } from '../../reports/stored/declared.ts'
import { wrap } from '../../reports/export/wrap.ts'
import { formatCount } from '../../reports/format.ts'
import type { Slo } from '../../reports/judge/slo.ts'
import { objectiveText } from '../../reports/viewer/src/model/verdict/objective.ts'
import { EXPLANATIONS } from './explanations.ts'

const HEAD = `# Metrics and SLOs

<!-- Made by \`npm run docs\` from the metrics' declarations and fixtures/slos/. -->

Each section has the metrics that SLOs judge, then those that a report only shows. p95 < 200 ms
means that at least 95 % of the values lie below 200 ms; [reading a report](reading-a-report.md)
explains the other limits. A target can set [limits of its own](targets.md#limits-of-your-own) and
record [metrics of its own](targets.md#metrics-of-your-own).`

/**
 * @returns docs/metrics.md: a section for each system, in it each metric with what it says and its SLOs
 * @throws Error when a judged metric is not declared, or has no explanation
 */
export function writeMetricsPage(slos: readonly Slo[], { metrics, sections }: Declarations): string {
  const missing = slos.filter(({ metric }) => !metrics.some(({ name }) => name === metric))
  if (missing.length > 0)
    throw new Error(`No metric is declared for ${missing.map(({ id }) => id).join(', ')}.`)
  const parts = sections
    .toSorted((a, b) => a.order - b.order)
    .flatMap(section =>
      writeSection(
        section,
        metrics.filter(metric => metric.section === section.id).toSorted((a, b) => a.order - b.order),
        slos,
      ),
    )
  return `${[HEAD, ...parts].join('\n\n')}\n`
}

function writeSection(
  { title }: SectionDeclaration,
  metrics: readonly MetricDeclaration[],
  slos: readonly Slo[],
): string[] {
  if (metrics.length === 0) return []
  const isJudged = ({ name }: MetricDeclaration): boolean => slos.some(({ metric }) => metric === name)
  const others = metrics.filter(metric => !isJudged(metric))
  return [
    `## ${title}`,
    ...metrics.filter(isJudged).flatMap(metric =>
      writeJudged(
        metric,
        slos.filter(slo => slo.metric === metric.name),
      ),
    ),
    ...writeRequests(others),
    ...writeOthers(others.filter(({ view }) => view?.kind !== 'request')),
  ]
}

function writeJudged(metric: MetricDeclaration, slos: readonly Slo[]): string[] {
  const explanation = EXPLANATIONS[metric.name] ?? metric.about
  if (explanation === undefined) {
    throw new Error(`The metric ${metric.name} has no explanation: add "about" to its declaration.`)
  }
  return [`### \`${metric.name}\``, wrap(explanation, '').join('\n'), slos.map(writeSlo).join('\n')]
}

/** What every HTTP workload records, told once. */
function writeRequests(metrics: readonly MetricDeclaration[]): string[] {
  const workloads = new Set<string>()
  const parts = new Map<string, string>()
  for (const { name, title, about, view } of metrics) {
    if (view?.kind !== 'request') continue
    workloads.add(view.workload)
    const [words = title] = title.split(', ', 1)
    parts.set(name.slice(view.workload.length), about === undefined ? words : `${words}. ${about}`)
  }
  if (parts.size === 0) return []
  const names = [...workloads].map(name => `\`${name}\``).join(', ')
  return [
    wrap(`Every HTTP workload (${names}) also records:`, '').join('\n'),
    [...parts].map(([name, text]) => listed(`\`${name}\`: ${text}`)).join('\n'),
  ]
}

function writeOthers(metrics: readonly MetricDeclaration[]): string[] {
  if (metrics.length === 0) return []
  const items = metrics.map(({ name, title, about }) =>
    listed(`\`${name}\`: ${about === undefined ? title : `${title}. ${about}`}`),
  )
  return ['Shown in the report:', items.join('\n')]
}

function writeSlo({ id, title, unit, objective, minSamples, level, needs = [], source }: Slo): string {
  const fields = needs.map(field => `\`${field}\``).join(', ')
  const least = `n ≥ ${formatCount(minSamples)}`
  const limit =
    level === 'info'
      ? `${objectiveText(objective, unit)}, reported and not judged`
      : `${objectiveText(objective, unit)}, ${least}${level === 'warn' ? ', level warn' : ''}`
  // The limit is not wrapped: a line that begins with ">" is a quotation in Markdown.
  return [
    `- \`${id}\`: ${limit}.`,
    ...wrap(`${title}. ${needs.length > 0 ? `Needs ${fields}. ` : ''}${source}.`, '  '),
  ].join('\n')
}

/** An item of a list, its lines behind the dash. */
const listed = (text: string): string => wrap(text, '  ').join('\n').replace('  ', '- ')
