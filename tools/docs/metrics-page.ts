import { wrap } from '../../reports/export/wrap.ts'
import { formatCount } from '../../reports/format.ts'
import type { Slo } from '../../reports/judge/slo.ts'
import { objectiveText } from '../../reports/viewer/src/model/verdict/objective.ts'
import { EXPLANATIONS } from './explanations.ts'

const SECTIONS: Readonly<Record<string, string>> = {
  page: 'Page',
  users: 'Page under load',
  realtime: 'Real-time',
  api: 'API',
}

const HEAD = `# Metrics and SLOs

<!-- Made by \`npm run docs\` from fixtures/slos/ and tools/docs/explanations.ts. -->

Each metric stands with the SLOs that judge it. p95 < 200 ms means that at least 95 % of the
values lie below 200 ms; [reading a report](reading-a-report.md) explains the other limits. A
target can set [limits of its own](targets.md#limits-of-your-own).`

/**
 * @returns docs/metrics.md: a section for each category, in it each judged metric with what it says and its SLOs
 * @throws Error when a metric has no explanation
 */
export function writeMetricsPage(slos: readonly Slo[]): string {
  const categories = [...new Set(slos.map(({ category }) => category))]
  const sections = categories.flatMap(category => {
    const own = slos.filter(slo => slo.category === category)
    const metrics = [...new Set(own.map(({ metric }) => metric))]
    return [
      `## ${SECTIONS[category] ?? category}`,
      ...metrics.flatMap(metric =>
        writeMetric(
          metric,
          own.filter(slo => slo.metric === metric),
        ),
      ),
    ]
  })
  return `${[HEAD, ...sections].join('\n\n')}\n`
}

function writeMetric(metric: string, slos: readonly Slo[]): string[] {
  const explanation = EXPLANATIONS[metric]
  if (explanation === undefined) {
    throw new Error(`The metric ${metric} has no explanation: add one to tools/docs/explanations.ts.`)
  }
  return [`### \`${metric}\``, wrap(explanation, '').join('\n'), slos.map(writeSlo).join('\n')]
}

function writeSlo({ id, title, unit, objective, minSamples, level, needs = [], source }: Slo): string {
  const fields = needs.map(field => `\`${field}\``).join(', ')
  const limit =
    level === 'info'
      ? `${objectiveText(objective, unit)}, reported and not judged`
      : `${objectiveText(objective, unit)}, n ≥ ${formatCount(minSamples)}`
  // The limit is not wrapped: a line that begins with ">" is a quotation in Markdown.
  return [
    `- \`${id}\`: ${limit}${level === 'warn' ? ', level warn' : ''}.`,
    ...wrap(`${title}. ${needs.length > 0 ? `Needs ${fields}. ` : ''}${source}.`, '  '),
  ].join('\n')
}
