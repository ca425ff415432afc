import type { Labels } from '../../load/measure/measurement.ts'
import type { MetricDeclaration, SectionDeclaration, View } from '../../load/measure/metric.ts'
import type { RunReport } from '../run-report.ts'

/** The declarations that a document carries. */
export interface Declarations {
  metrics: readonly MetricDeclaration[]
  sections: readonly SectionDeclaration[]
}

const TABLE: View = { kind: 'table' }

/** Where what nobody declared is shown. */
const OTHER: SectionDeclaration = { id: 'other', title: 'Other measurements', order: Number.MAX_SAFE_INTEGER }

/** A document's metrics and sections by their names. */
export class Declared {
  readonly #metrics: ReadonlyMap<string, MetricDeclaration>
  readonly #sections: ReadonlyMap<string, SectionDeclaration>

  constructor({ metrics, sections }: Declarations) {
    this.#metrics = new Map(metrics.map(metric => [metric.name, metric]))
    this.#sections = new Map(sections.map(section => [section.id, section]))
  }

  /** @returns what a document should have said of a metric, else what can be said of one by its name alone */
  of(metric: string): MetricDeclaration {
    return this.#metrics.get(metric) ?? undeclared(metric)
  }

  /** A metric in words. */
  title(metric: string): string {
    return this.of(metric).title
  }

  /** A metric with its labels, as an SLO on it is called: `Response time, GET /api/agents`. */
  seriesTitle(metric: string, labels: Labels): string {
    return [this.title(metric), ...Object.values(labels)].join(', ')
  }

  /** How a metric is shown in its section. */
  view(metric: string): View {
    return this.of(metric).view ?? TABLE
  }

  /** A section, or a category of SLOs, in words. */
  sectionTitle(id: string): string {
    return this.section(id).title
  }

  section(id: string): SectionDeclaration {
    return (
      this.#sections.get(id) ?? (id === OTHER.id ? OTHER : { id, title: titleOf(id), order: OTHER.order - 1 })
    )
  }

  /** @returns the metrics that are shown so, by their places */
  namesOf(wanted: (view: View) => boolean): string[] {
    return [...this.#metrics.values()]
      .filter(({ view = TABLE }) => wanted(view))
      .toSorted((a, b) => a.order - b.order)
      .map(({ name }) => name)
  }

  /** Orders metrics by their places; those of one place as they are. */
  byOrder(a: string, b: string): number {
    return this.of(a).order - this.of(b).order
  }
}

/** @returns a declaration of what nobody declared: a row under its own name in the last section, and drawn over time */
function undeclared(name: string): MetricDeclaration {
  return {
    name,
    quantity: 'level',
    unit: 'count',
    title: name,
    better: 'none',
    section: OTHER.id,
    order: OTHER.order,
    overTime: true,
  }
}

/** @returns a section's id as a title: `work-queue` is `Work queue` */
export function titleOf(id: string): string {
  const words = id.replaceAll('-', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/**
 * @param metrics names of those that were recorded
 * @param categories of the SLOs that were judged
 * @returns what of the declarations a document needs, by their places. A metric that is not declared is named by its name.
 */
export function declarationsUsed(
  all: Declarations,
  metrics: Iterable<string>,
  categories: Iterable<string>,
): { metrics: MetricDeclaration[]; sections: SectionDeclaration[] } {
  const declared = new Declared(all)
  const used = [...new Set(metrics)]
    .map(name => declared.of(name))
    .toSorted((a, b) => a.order - b.order || a.name.localeCompare(b.name))
  const ids = new Set([...used.map(({ section }) => section), ...categories])
  return {
    metrics: used,
    sections: [...ids].map(id => declared.section(id)).toSorted((a, b) => a.order - b.order),
  }
}

/** @returns a document with the declarations of all that was recorded and judged in it */
export function fillDeclarations<
  Document extends Pick<RunReport, 'measurements' | 'judgements' | 'reported'>,
>(report: Document, all: Declarations): Document & Pick<RunReport, 'metrics' | 'sections'> {
  const { measurements, judgements, reported } = report
  return {
    ...report,
    ...declarationsUsed(
      all,
      measurements.map(({ metric }) => metric),
      [...judgements, ...reported].map(({ category }) => category),
    ),
  }
}

/** @returns a document of schema version 1, which declares nothing, with the declarations of the suite; any other as it is */
export function withDeclarations(report: RunReport, all: Declarations): RunReport {
  const old: { metrics?: RunReport['metrics']; reported?: RunReport['reported'] } = report
  return old.metrics?.length ? report : fillDeclarations({ ...report, reported: old.reported ?? [] }, all)
}
