import { differenceOf } from './difference.ts'
import type { Told } from './turn.ts'
import { importModule } from './wasm-module.ts'
import type { WasmModule } from './wasm-module.ts'

/**
 * Has two modules work on the same. It needs nothing of Node.js: a page imports it as well.
 *
 * @param baseline its URL, and that of the candidate
 * @param inputs texts
 * @throws Error when one is none, its function throws, or neither gives anything that could be compared
 */
export async function compareModules(
  baseline: string,
  candidate: string,
  inputs: readonly string[],
): Promise<Extract<Told, { kind: 'compare' }>> {
  const [one, other] = [await loaded(baseline), await loaded(candidate)]
  const differences = []
  let isAnyGiven = false
  for (const input of inputs) {
    const [was, is] = [await resultOf(one, input), await resultOf(other, input)]
    isAnyGiven ||= isGiven(was) || isGiven(is)
    differences.push(differenceOf(was, is) ?? null)
  }
  if (isAnyGiven) return { kind: 'compare', differences }
  throw new Error('its "run" gives nothing that could be compared: return the result, or export "compared"')
}

/** What is none in `differenceOf` is the same as any other that is none. */
const isGiven = (result: unknown): boolean =>
  result !== undefined && result !== null && typeof result !== 'function'

async function loaded(url: string): Promise<WasmModule> {
  const module = await importModule(url)
  await module.prepare?.()
  await module.load?.()
  return module
}

async function resultOf(module: WasmModule, input: string): Promise<unknown> {
  const result = await module.run(input)
  return module.compared ? module.compared(result as never) : result
}
