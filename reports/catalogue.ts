import leven from 'leven'
import { UNITS_OF } from '../load/measure/metric.ts'
import type { MetricDeclaration, SectionDeclaration } from '../load/measure/metric.ts'
import type { Measurement, MeasurementData, Unit } from '../load/measure/measurement.ts'
import type { Declarations } from './stored/declared.ts'

/** Metrics that contradict each other, or one that is recorded otherwise than it is declared. */
export class MetricError extends Error {
  readonly code = 'ERR_METRIC'

  constructor(message: string) {
    super(message)
    this.name = 'MetricError'
    this.stack = `${this.name}: ${this.message}`
  }
}

/** A metric's name with more letters astray than a third of them is another word. */
const ASTRAY = 1 / 3

const NAME = /^[a-z\d]+(?:-[a-z\d]+)*(?:\.[a-z\d]+(?:-[a-z\d]+)*)*$/

/** Every metric that a run may record, each declared once. */
export class Catalogue {
  readonly #metrics: ReadonlyMap<string, MetricDeclaration>
  readonly #sections: readonly SectionDeclaration[]

  /**
   * @param metrics the same declaration may be there twice
   * @param sections those that are named here; any other has its id for a title, and comes last
   * @throws MetricError that tells all faults: declarations of one name that differ, naming both, and those that are wrong in themselves
   */
  constructor(metrics: readonly MetricDeclaration[], sections: readonly SectionDeclaration[]) {
    const known = new Map<string, MetricDeclaration>()
    const faults: string[] = []
    for (const metric of metrics) {
      const before = known.get(metric.name)
      if (before) faults.push(...contradictions(before, metric))
      else faults.push(...faultsOf(metric))
      known.set(metric.name, before ?? metric)
    }
    if (faults.length > 0) {
      throw new MetricError(`These metrics can't be used:\n${faults.map(fault => `  ${fault}`).join('\n')}`)
    }
    this.#metrics = known
    this.#sections = sections
  }

  /** All of them, for a document. */
  get declarations(): Declarations {
    return { metrics: [...this.#metrics.values()], sections: this.#sections }
  }

  /** @returns whether the metric is declared */
  has(name: string): boolean {
    return this.#metrics.has(name)
  }

  /**
   * @param unit of the values to be recorded @param kind of the data
   * @returns the metric's declaration
   * @throws MetricError when it is not declared, with the name that was probably meant; or when its unit or quantity is another
   */
  require(name: string, unit: Unit, kind: MeasurementData['kind']): MetricDeclaration {
    const metric = this.#metrics.get(name)
    if (!metric) throw new MetricError(`There is no metric "${name}"${this.#suggest(name)}`)
    if (metric.unit !== unit) {
      throw new MetricError(
        `The metric "${name}" is declared in ${metric.unit}, and a value in ${unit} was recorded: convert it, or correct its declaration.`,
      )
    }
    if ((metric.quantity === 'events') !== (kind === 'tally')) {
      throw new MetricError(
        metric.quantity === 'events'
          ? `The metric "${name}" counts events, and ${kind} were recorded: use lab.count, or correct its quantity.`
          : `The metric "${name}" is a ${metric.quantity}, and events were counted: record values, or set its quantity to "events".`,
      )
    }
    return metric
  }

  /** @throws MetricError like `require` */
  check({ metric, unit, data }: Pick<Measurement, 'metric' | 'unit' | 'data'>): void {
    this.require(metric, unit, data.kind)
  }

  #suggest(name: string): string {
    const [nearest] = [...this.#metrics.keys()]
      .map(known => ({ known, astray: leven(known, name) }))
      .filter(({ astray }) => astray <= ASTRAY * name.length)
      .toSorted((a, b) => a.astray - b.astray)
    return nearest === undefined
      ? '. Declare it in the "metrics" of the target, or beside the workload that produces it.'
      : `, did you mean "${nearest.known}"?`
  }
}

function contradictions(before: MetricDeclaration, after: MetricDeclaration): string[] {
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])] as (keyof MetricDeclaration)[]
  const differing = fields.filter(
    field => JSON.stringify(sorted(before[field])) !== JSON.stringify(sorted(after[field])),
  )
  if (differing.length === 0) return []
  const told = (metric: MetricDeclaration): string =>
    differing.map(field => `${field} ${JSON.stringify(metric[field])}`).join(', ')
  return [
    `"${before.name}" ("${before.title}") is declared with ${told(before)}, and again ("${after.title}") with ${told(after)}: give one of them another name.`,
  ]
}

/** The order in which fields are written tells nothing. */
function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => a.localeCompare(b))
      .map(([key, each]) => [key, sorted(each)]),
  )
}

function faultsOf({ name, title, quantity, unit, overTime, order }: MetricDeclaration): string[] {
  const units = UNITS_OF[quantity]
  return [
    NAME.test(name) ? '' : `"${name}" is no name of a metric: write small letters, digits, - and dots.`,
    title.trim() === '' ? `"${name}" has no title.` : '',
    units.includes(unit) ? '' : `"${name}" is a ${quantity} in ${unit}: its unit is ${units.join(' or ')}.`,
    Number.isFinite(order) ? '' : `"${name}" has order ${order}: use a number.`,
    quantity === 'events' && overTime !== false
      ? `"${name}" counts events, which are not drawn over time: set overTime to false.`
      : '',
  ].filter(Boolean)
}
