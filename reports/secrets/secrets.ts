import { secretForms } from './secret-forms.ts'
import { namedWithin, partsOf, passwordOf } from './secret-parts.ts'
import { TOKEN_PATTERNS } from './token-patterns.ts'

/** What stands in the place of a secret. */
const REDACTED = '***'

/** Shorter texts stand in too many places by chance. */
const LEAST = 6

/** Texts that may have been cut before they came here, as examples are, are at least so long: what stands at their end may be the beginning of a secret. */
const CUT_FROM = 100

/** Names of what holds secrets: of variables, headers, cookies and stored items. */
const SECRET_NAME =
  /pass(?:w(?:or)?d|phrase)?(?:$|[-_.])|passw|secret|token|jwt|credential|api[-_]?key|access[-_]?key|webhook|private[-_]?key|(?:^|[-_.])(?:pw|pwd|auth|authorization|cookie|session|sess|sid|key)(?:$|[-_.]?id$)/i

/** What such a name may have all the same: a number of few digits, a switch, a path. */
const NO_SECRET = /^(?:[\d.,]{1,9}|true|false|null|undefined|\/.*|[A-Za-z]:\\.*|unix:.*)$/

/** Secrets that are known, and what looks like one: neither leaves this process in what is redacted here. */
export class Secrets {
  readonly #known = new Set<string>()
  readonly #names = new Set<string>()
  #forms: readonly string[] = []
  #pattern: RegExp | undefined

  /**
   * Adds secrets, and what of them is one by itself: see `partsOf`. Those of fewer than six characters are left: they would be found in everything.
   */
  add(...values: readonly string[]): void {
    for (const value of values.flatMap(partsOf)) {
      if (value.length < LEAST || NO_SECRET.test(value) || this.#known.has(value)) continue
      this.#known.add(value)
      this.#pattern = undefined
    }
  }

  /** Adds the values whose names say that they are secret, with what stands within them, and the password of each address. */
  addNamed(values: Iterable<readonly [name: string, value: string | undefined]>): void {
    for (const [name, value = ''] of values) {
      const password = passwordOf(value)
      if (password !== undefined) this.add(password)
      if (!SECRET_NAME.test(name)) continue
      this.add(value)
      this.addKept(namedWithin(name, value))
    }
  }

  /** Adds what a sign-in keeps under these names: what is secret by its name, and what is random to look at. */
  addKept(values: Iterable<readonly [name: string, value: string]>): void {
    for (const [name, value] of values) if (SECRET_NAME.test(name) || looksRandom(value)) this.add(value)
  }

  /** Leaves what is a name here, of a metric or an SLO, where it is all that stands at a place of a value: a password may be a word of it, such as `postgres`. */
  leave(...names: readonly string[]): void {
    for (const name of names) this.#names.add(name)
  }

  /** @returns the text without secrets, in whatever form they stand there */
  redact(text: string): string {
    let redacted = text
    if (this.#known.size > 0) {
      this.#pattern ??= this.#newPattern()
      redacted = redacted.replaceAll(this.#pattern, REDACTED)
      if (text.length >= CUT_FROM) redacted = withoutBeginning(redacted, this.#forms)
    }
    for (const [pattern, replacement] of TOKEN_PATTERNS) redacted = redacted.replaceAll(pattern, replacement)
    return redacted
  }

  /** @returns a value whose texts and names have no secrets, but for those that are left; itself where it has none. Its typed arrays are taken as they are. */
  redactIn<T>(value: T): T {
    return this.#redactIn(value) as T
  }

  #newPattern(): RegExp {
    this.#forms = [...new Set([...this.#known].flatMap(secretForms))].toSorted((a, b) => b.length - a.length)
    return new RegExp(this.#forms.map(form => escape(form)).join('|'), 'g')
  }

  #redactIn(value: unknown): unknown {
    if (typeof value === 'string') return this.#redactName(value)
    if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value
    if (Array.isArray(value)) {
      if (typeof value[0] === 'number') return value
      const items = value.map(one => this.#redactIn(one))
      return items.some((one, index) => one !== value[index]) ? items : value
    }
    let changed = false
    const entries = Object.entries(value).map(([name, one]): [string, unknown] => {
      const entry: [string, unknown] = [this.#redactName(name), this.#redactIn(one)]
      changed ||= entry[0] !== name || entry[1] !== one
      return entry
    })
    return changed ? united(entries) : value
  }

  /** A judgement has the value of a label after its SLO's id: `bus.loss (broker)`. */
  #redactName(text: string): string {
    const [, name = text, of = ''] = /^(\S+)( \(.*\))$/s.exec(text) ?? []
    return this.#names.has(name) ? `${name}${of === '' ? '' : this.redact(of)}` : this.redact(text)
  }
}

/** Secrets that this process knows. */
export const secrets = new Secrets()

/** @returns the text; where it ends with the beginning of a secret, with what stands in its place */
function withoutBeginning(text: string, forms: readonly string[]): string {
  const cut = forms.reduce((most, form) => Math.max(most, beginningAtEnd(text, form)), 0)
  return cut === 0 ? text : `${text.slice(0, -cut)}${REDACTED}`
}

/** @returns with how many of a secret's characters a text ends, from `LEAST`; 0 where it does not */
function beginningAtEnd(text: string, form: string): number {
  const end = text.slice(-Math.max(LEAST, form.length - 1))
  const start = form.slice(0, LEAST)
  for (let at = end.indexOf(start); at !== -1; at = end.indexOf(start, at + 1))
    if (form.startsWith(end.slice(at))) return end.length - at
  return 0
}

/** Names that are the same without their secrets are one: what was counted under them is added up, and of the rest the first stands. */
function united(entries: readonly [name: string, value: unknown][]): object {
  const all: Record<string, unknown> = {}
  for (const [name, value] of entries) {
    const before = all[name]
    if (typeof before === 'number' && typeof value === 'number') all[name] = before + value
    else all[name] = before ?? value
  }
  return all
}

/** Node.js 22 has no `RegExp.escape`. */
const escape = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`)

/** At least 16 characters without a blank, with letters of both cases or letters and digits: no word, no address. */
const looksRandom = (value: string): boolean =>
  /^[\w.~+/=%-]{16,}$/.test(value) &&
  /\d/.test(value) &&
  /[A-Za-z]/.test(value) &&
  !/^[a-z]+(?:[-_./][a-z]+)*[-_./]?\d*$/i.test(value)
