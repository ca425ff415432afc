import { extract } from './extract.ts'
import { BEFORE } from './mix.ts'
import type { Mix, Step, ThinkTime } from './mix.ts'
import { namesIn } from './template.ts'

/**
 * @returns all that is wrong with a mix, each a sentence that begins with where: weights and think times out of range, nothing to do, variables that
 * nobody gives, expressions that can't be read; none when it can be used
 */
export function faultsOfMix({ before = [], classes, thinkMs = 0 }: Mix): string[] {
  const given = new Set(['user', ...before.flatMap(({ extract: taken = {} }) => Object.keys(taken))])
  const names = classes.map(({ name }) => name)
  return [
    ...(classes.length === 0 ? ['classes: there is none; give at least one'] : []),
    ...names
      .filter((name, index) => names.indexOf(name) !== index)
      .map(name => `classes: two are called "${name}"; give each a name of its own`),
    ...(names.includes(BEFORE)
      ? [`classes: one is called "${BEFORE}", as what all users do first is; give it another name`]
      : []),
    ...faultsOfThinking('thinkMs', thinkMs),
    ...faultsOfSteps('before', before, new Set(['user'])),
    ...classes.flatMap(({ name, weight, steps, rows = [] }) => {
      const where = `class "${name}"`
      const inEachRow = Object.keys(rows[0] ?? {}).filter(key => rows.every(row => row[key] !== undefined))
      return [
        ...(weight > 0 && Number.isFinite(weight)
          ? []
          : [`${where}: weight is ${weight}; give a number above 0`]),
        ...(steps.length === 0 ? [`${where}: it has no steps; give at least one`] : []),
        ...faultsOfSteps(where, steps, new Set([...given, ...inEachRow])),
      ]
    }),
  ]
}

/** Each step may use what is given before it, and what those before it take. */
function faultsOfSteps(where: string, steps: readonly Step[], given: Set<string>): string[] {
  return steps.flatMap(({ name, request, extract: taken = {}, thinkMs = 0 }) => {
    const at = `${where}, step "${name}"`
    const texts = [request.path, ...Object.values(request.headers ?? {}), ...(request.bodies ?? [])]
    const unknown = [...new Set(texts.flatMap(namesIn))].filter(variable => !given.has(variable))
    for (const variable of Object.keys(taken)) given.add(variable)
    return [
      ...unknown.map(
        variable =>
          `${at}: nothing gives "{{${variable}}}"; extract it in a step before, or put it in each of the rows`,
      ),
      ...Object.entries(taken).flatMap(([variable, from]) => {
        if (!('match' in from)) return []
        try {
          extract({ body: '', headers: {} }, from)
          return []
        } catch (error) {
          return [`${at}: "${variable}" can't be matched: ${(error as Error).message}`]
        }
      }),
      ...faultsOfThinking(at, thinkMs),
    ]
  })
}

function faultsOfThinking(where: string, think: ThinkTime): string[] {
  const [leastMs, mostMs] = typeof think === 'number' ? [think, think] : think
  return leastMs >= 0 && mostMs >= leastMs && Number.isFinite(mostMs)
    ? []
    : [`${where}: a think time of ${String(think)} ms; give milliseconds from 0, or [least, most]`]
}
