import { isDeepStrictEqual } from 'node:util'
import { targetUrl } from '../../target-url.ts'
import { faultOfHeader } from '../header-fields.ts'
import { BEFORE } from './mix.ts'
import type { Mix, Step, ThinkTime } from './mix.ts'
import { fill, namesIn, unfillable } from './template.ts'
import type { Variables } from './template.ts'

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
    ...faultsOfSending('before', before, []),
    ...classes.flatMap(({ name, weight, steps, rows = [] }) => {
      const where = `class "${name}"`
      const inEachRow = Object.keys(rows[0] ?? {}).filter(key => rows.every(row => row[key] !== undefined))
      return [
        ...(weight > 0 && Number.isFinite(weight)
          ? []
          : [`${where}: weight is ${weight}; give a number above 0`]),
        ...(steps.length === 0 ? [`${where}: it has no steps; give at least one`] : []),
        ...faultsOfSteps(where, steps, new Set([...given, ...inEachRow])),
        ...faultsOfSending(where, steps, rows),
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
    const unplaced = new Set(texts.flatMap(text => unfillable(text, given)))
    for (const variable of Object.keys(taken)) given.add(variable)
    return [
      ...[...unplaced].map(
        variable =>
          `${at}: "{{${variable}}}" can't be filled in; give it a name of letters, digits, "_", "." and "-"`,
      ),
      ...unknown.map(
        variable =>
          `${at}: nothing gives "{{${variable}}}"; extract it in a step before, or put it in each of the rows`,
      ),
      ...Object.entries(taken).flatMap(([variable, from]) => {
        if (!('match' in from)) return []
        try {
          // With nothing as another choice it matches whatever it is given, and tells how many groups it has.
          const [, ...groups] = new RegExp(`${from.match}|`).exec('') ?? []
          if (groups.length > 0) return []
          return [`${at}: "${variable}" has no group; put what is to be taken in brackets, as in id=(\\d+)`]
        } catch (error) {
          return [`${at}: "${variable}" can't be matched: ${(error as Error).message}`]
        }
      }),
      ...faultsOfThinking(at, thinkMs),
    ]
  })
}

/** What a step sends must be sendable with each row; what is taken from answers is known only then. */
function faultsOfSending(where: string, steps: readonly Step[], rows: readonly Variables[]): string[] {
  return steps.flatMap((step, index) => {
    const { name, request } = step
    const at = `${where}, step "${name}"`
    const other = steps.find((one, before) => before < index && one.name === name)
    const isMerged = other !== undefined && !isDeepStrictEqual(other.request, request)
    return [
      ...(isMerged ? [`${at}: another step has this name and asks for something else; give it its own`] : []),
      ...faultOfPath(at, request.path),
      ...Object.entries(request.headers ?? {}).flatMap(([header, value]) => {
        const filled = rows.length > 0 && value.includes('{{') ? rows.map(row => fill(value, row)) : [value]
        const bad = filled.findIndex(one => faultOfHeader(header, one) !== undefined)
        const row = filled.length > 1 ? ` with row ${bad + 1}` : ''
        return bad < 0 ? [] : [`${at}${row}: ${faultOfHeader(header, filled[bad] ?? '')}`]
      }),
    ]
  })
}

function faultOfPath(at: string, path: string): string[] {
  try {
    targetUrl(path, 'http://target.invalid')
    return []
  } catch (error) {
    return [`${at}: ${(error as Error).message}`]
  }
}

function faultsOfThinking(where: string, think: ThinkTime): string[] {
  const [leastMs, mostMs] = typeof think === 'number' ? [think, think] : think
  return leastMs >= 0 && mostMs >= leastMs && Number.isFinite(mostMs)
    ? []
    : [`${where}: a think time of ${String(think)} ms; give milliseconds from 0, or [least, most]`]
}
