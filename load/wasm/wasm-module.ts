/** What a module exports that takes part in a pair: the same function, once in WebAssembly and once in JavaScript. */
export interface WasmModule {
  /** Fetches what the function needs, once and untimed. */
  prepare?(): Promise<unknown>
  /** Loads what the function needs: a part of the first call. */
  load?(): Promise<unknown>
  /** What is measured. @param input text of a file */
  run(input: string): unknown
  /** What of a result has to be the same in both, where that is not all of it. What is null, absent or a function counts as none. */
  compared?(result: never): unknown
}

/** @param url of a module @returns what it exports @throws Error when there is none, or it has no `run` */
export async function importModule(url: string): Promise<WasmModule> {
  const module = (await import(url)) as Partial<WasmModule>
  if (typeof module.run === 'function') return module as WasmModule
  throw new Error(`it exports no function "run"`)
}

/** @returns where two values differ first, and how; `undefined` where they are the same */
export function differenceOf(one: unknown, other: unknown, at = 'result'): string | undefined {
  const [a, b] = [present(one), present(other)]
  if (Object.is(a, b)) return undefined
  if (typeof a !== 'object' || typeof b !== 'object') return `${at} is ${short(b)} rather than ${short(a)}`
  const [was, is] = [a as Record<string, unknown>, b as Record<string, unknown>]
  for (const key of new Set([...Object.keys(was), ...Object.keys(is)])) {
    const found = differenceOf(was[key], is[key], `${at}.${key}`)
    if (found !== undefined) return found
  }
  return undefined
}

const present = (value: unknown): unknown => {
  if (value === null || typeof value === 'function') return undefined
  return value instanceof RegExp ? String(value) : value
}

const short = (value: unknown): string =>
  (typeof value === 'object' ? 'an object' : (JSON.stringify(value) ?? 'nothing')).slice(0, 40)
