/** An objective, parsed: a statistic, a comparison and a limit. */
export interface Objective {
  statistic:
    | { kind: 'percentile'; /** 0 to 100. */ percentile: number }
    | { kind: 'rate' }
    | { kind: 'count' }
    | { kind: 'avg' }
    | { kind: 'slope'; /** A label that counts the load. Default: time. */ over?: string }
    | { kind: 'leak' }
    | { kind: 'drift' }
  operator: '<' | '<=' | '>' | '>=' | '=='
  limit: number
}

/** An objective that can't be read. */
export class ObjectiveError extends Error {
  readonly code = 'ERR_OBJECTIVE'
}

const FORM =
  /^(?:p\((?<percentile>\d+(?:\.\d+)?)\)|(?<name>med|rate|count|avg|slope|leak|drift)(?:(?<=slope)\((?<over>[a-z]+)\))?)(?<operator><=|>=|==|<|>)(?<limit>-?\d+(?:\.\d+)?)$/

/**
 * Reads an objective in k6's grammar. `p(95)<200` is defined as "at least 95 % of the values are below 200", `med` is `p(50)`. A `rate`
 * is the share of bad events where it must stay below its limit, and of good ones where it must stay above; a `count` counts bad ones;
 * `avg` is the mean, `slope` how much a value grows in a minute (Theil-Sen), `slope(agents)` with each unit of the label `agents`. Of a long time `leak` is
 * what a value grows by in a minute and does not lose again (`findLeak`), and `drift` by which share it grows from beginning to end.
 *
 * @param text e.g. `p(95)<200`, `med>=0.9`, `rate<0.01`, `count==0`, `avg<100`, `slope<0.02`; blanks are allowed
 * @throws ObjectiveError with the text and the grammar
 */
export function parseObjective(text: string): Objective {
  const groups = FORM.exec(text.replaceAll(/\s/g, ''))?.groups
  const name = groups?.['name'] as Exclude<Objective['statistic']['kind'], 'percentile'> | 'med' | undefined
  const percentile = name === 'med' ? 50 : Number(groups?.['percentile'])
  const over = groups?.['over']
  const statistic: Objective['statistic'] =
    name === undefined || name === 'med'
      ? { kind: 'percentile', percentile }
      : name === 'slope' && over !== undefined
        ? { kind: name, over }
        : { kind: name }
  const operator = groups?.['operator'] as Objective['operator'] | undefined
  const limit = Number(groups?.['limit'])
  const misused =
    (statistic.kind === 'count') !== (operator === '==') ||
    (limit < 0 && statistic.kind !== 'slope') ||
    (isGrowth(statistic) && (limit === 0 || operator === '>' || operator === '>='))
  if (!operator || misused || (statistic.kind === 'percentile' && !(percentile > 0 && percentile < 100))) {
    throw new ObjectiveError(
      `The objective "${text}" can't be read. Write p(N), med, rate, avg, slope, leak or drift with <, <=, > or >=, or count==N: p(95)<200.`,
    )
  }
  return { statistic, operator, limit }
}

/**
 * Reads what an SLO reports that is not judged.
 *
 * @param text e.g. `med` or `p(95)`; in an objective, the limit plays no part
 * @throws ObjectiveError like `parseObjective`
 */
export function parseStatistic(text: string): Objective['statistic'] {
  const bare = text.trim()
  if (/[<>=]/.test(bare)) return parseObjective(bare).statistic
  return parseObjective(`${bare}${bare === 'count' ? '==' : '<'}0`).statistic
}

/** @returns whether it tells how something grew over a long time */
export const isGrowth = ({ kind }: Objective['statistic']): boolean => kind === 'leak' || kind === 'drift'

/** @returns whether a value meets the comparison */
export function meets({ operator, limit }: Objective, value: number): boolean {
  switch (operator) {
    case '<':
      return value < limit
    case '<=':
      return value <= limit
    case '>':
      return value > limit
    case '>=':
      return value >= limit
    case '==':
      return value === limit
  }
}

/** @returns whether smaller values are better */
export const smallerIsBetter = ({ operator }: Objective): boolean => operator === '<' || operator === '<='
