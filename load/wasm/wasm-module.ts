/** What a module exports that takes part in a pair: the same function, once in WebAssembly and once in JavaScript. */
export interface WasmModule {
  /** Fetches what the function needs, once and untimed. */
  prepare?(): Promise<unknown>
  /** Loads what the function needs: a part of the first call. */
  load?(): Promise<unknown>
  /** What is measured. @param input text of a file */
  run(input: string): unknown
  /** What of a result has to be the same in both, where that is not all of it, or it can't be compared. See `differenceOf`. */
  compared?(result: never): unknown
}

/** @param url of a module @returns what it exports @throws Error when there is none, or it has no `run` */
export async function importModule(url: string): Promise<WasmModule> {
  const module = (await import(url)) as Partial<WasmModule>
  if (typeof module.run === 'function') return module as WasmModule
  throw new Error(`it exports no function "run"`)
}
