import { readFileSync } from 'node:fs'
import { SourceMap } from 'node:module'
import type { SourceMapPayload } from 'node:module'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

/** Where V8 says that a function begins. https://chromedevtools.github.io/devtools-protocol/v8/Runtime/#type-CallFrame */
export interface CallFrame {
  functionName: string
  url: string
  /** From 0. */
  lineNumber: number
  /** From 0. Default 0. */
  columnNumber?: number
}

/** A function as its people wrote it. */
export interface Place {
  /** Of one without a name the line that it begins in, in quotes. */
  name: string
  /** From the folder that places are told from where it is in it. */
  file: string
  /** From 1. */
  line: number
}

/** So much of a line is told, characters. */
const LONGEST = 60

/** The last one counts. https://tc39.es/ecma426/#sec-linking-generated-code */
const MAPPED_BY = /^\/\/[#@] sourceMappingURL=(\S+)\s*$/gm

/** Tells functions by what was written: by source maps where files on this machine have them, and by the text of what has no name. */
export class Sources {
  readonly #folder: string
  readonly #texts = new Map<string, string | undefined>()
  readonly #maps = new Map<string, SourceMap | undefined>()
  readonly #places = new WeakMap<CallFrame, Place>()

  /** @param folder that places are told from */
  constructor(folder: string) {
    this.#folder = folder
  }

  placeOf(frame: CallFrame): Place {
    const known = this.#places.get(frame) ?? this.#find(frame)
    this.#places.set(frame, known)
    return known
  }

  #find({ functionName, url: told, lineNumber, columnNumber = 0 }: CallFrame): Place {
    // A heap profile names files of CommonJS by their paths.
    const url = path.isAbsolute(told) ? pathToFileURL(told).href : told
    const { from, line } = this.#originOf(url, lineNumber, columnNumber) ?? { from: url, line: lineNumber }
    const name = functionName === '' ? this.#quote(from, line) : functionName
    return { name, file: this.#fileOf(from), line: line + 1 }
  }

  /** @returns where a map says that it was written, the line from 0; `undefined` where none does */
  #originOf(
    url: string,
    lineNumber: number,
    columnNumber: number,
  ): { from: string; line: number } | undefined {
    const map = url.startsWith('file:') ? this.#mapOf(url) : undefined
    // An empty object says that there is none, and a source may have no name.
    const found: { originalSource?: string | null; originalLine?: number } =
      map?.findEntry(lineNumber, columnNumber) ?? {}
    const { originalSource: from, originalLine: line = -1 } = found
    return typeof from === 'string' && line >= 0 ? { from, line } : undefined
  }

  #quote(url: string, line: number): string {
    const text = this.#textOf(url)?.split('\n')[line]?.trim() ?? ''
    if (text === '') return '(anonymous)'
    return `(anonymous) "${text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text}"`
  }

  #mapOf(url: string): SourceMap | undefined {
    if (!this.#maps.has(url)) this.#maps.set(url, this.#readMap(url))
    return this.#maps.get(url)
  }

  /** A map that is not there, or is none, leaves places as they run. */
  #readMap(url: string): SourceMap | undefined {
    const named = [...(this.#textOf(url) ?? '').matchAll(MAPPED_BY)].at(-1)?.[1]
    if (named === undefined) return undefined
    try {
      const [, packed] = /^data:application\/json;(?:charset=[^;]+;)?base64,(.*)$/.exec(named) ?? []
      const at = new URL(named, url)
      const text = packed === undefined ? this.#textOf(at.href) : Buffer.from(packed, 'base64').toString()
      const map = JSON.parse(text ?? '') as SourceMapPayload
      return new SourceMap(withPlaces(map, packed === undefined ? at.href : url))
    } catch {
      return undefined
    }
  }

  #textOf(url: string): string | undefined {
    if (!this.#texts.has(url)) {
      let text: string | undefined
      try {
        text = readFileSync(fileURLToPath(url), 'utf8')
      } catch {
        // Of another machine, or gone.
      }
      this.#texts.set(url, text)
    }
    return this.#texts.get(url)
  }

  /** One that names no file of this machine is told as it is. */
  #fileOf(url: string): string {
    const file = pathOf(url)
    if (file === undefined) return url
    const within = path.relative(this.#folder, file)
    return within.startsWith('..') || path.isAbsolute(within) ? file : within
  }
}

/** @returns the file that an address names; `undefined` where it names none on this machine */
function pathOf(url: string): string | undefined {
  try {
    return url.startsWith('file:') ? fileURLToPath(url) : undefined
  } catch {
    // It has a host, or a slash that is escaped.
    return undefined
  }
}

/** @param beside where its sources are told from @returns a map that tells them by whole URLs: of a bundle that is joined of parts, in each of these */
function withPlaces(map: SourceMapPayload, beside: string): SourceMapPayload {
  // Not in the types: https://tc39.es/ecma426/#sec-index-source-map
  const { sections } = map as { sections?: { offset: object; map: SourceMapPayload }[] }
  if (sections) {
    const placed = sections.map(one => ({ ...one, map: withPlaces(one.map, beside) }))
    return { ...map, sections: placed } as SourceMapPayload
  }
  const root = map.sourceRoot ? map.sourceRoot.replace(/\/?$/, '/') : ''
  // Not in the types either: one without a name is null. https://tc39.es/ecma426/#sec-source-map-format
  const named: (string | null)[] = map.sources
  const sources = named.map(source => (source ? wholeUrl(`${root}${source}`, beside) : null)) as string[]
  return { ...map, sources, sourceRoot: '' }
}

const wholeUrl = (source: string, beside: string): string => URL.parse(source, beside)?.href ?? source
