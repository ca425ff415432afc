import { expect, test } from '@playwright/test'
import { differenceOf } from './difference.ts'

/** What wasm-bindgen makes of a struct. */
class Handle {
  constructor(address: number) {
    Object.assign(this, { ['__wbg_ptr']: address })
  }
  free(): boolean {
    return Reflect.deleteProperty(this, '__wbg_ptr')
  }
}

/** What a person writes around a pointer. */
class Pointed {
  readonly address: number
  declare readonly memory: ReadonlyMap<number, unknown>
  constructor(address: number, memory: ReadonlyMap<number, unknown>) {
    this.address = address
    Object.defineProperty(this, 'memory', { value: memory, enumerable: false })
  }
  get content(): unknown {
    return this.memory.get(this.address)
  }
}

class HalfHidden {
  readonly shown = 1
  readonly #kept: number
  constructor(kept: number) {
    this.#kept = kept
  }
  isAbove(other: number): boolean {
    return this.#kept > other
  }
}

class Extended extends HalfHidden {
  readonly more = 2
}

/** As acorn has it. */
class Node {
  readonly start = 0
  readonly type: string
  constructor(type: string) {
    this.type = type
  }
}

class Ranged extends Node {
  get range(): number[] {
    return [this.start, this.#end()]
  }
  #end(): number {
    return this.start + this.type.length
  }
}

const REFUSED: [what: string, value: object, because: string][] = [
  ['a handle', new Handle(8), 'result.0 is an instance of Handle that is a handle into the memory'],
  ['a private field', new HalfHidden(1), 'result.0 is an instance of HalfHidden that has private fields'],
  ['a private field of what it extends', new Extended(1), 'an instance of Extended that has private fields'],
  ['nothing', new WeakMap(), 'result.0 is an instance of WeakMap that shows no field'],
]

for (const [what, value, because] of REFUSED) {
  test(`what shows less than it is can't be the same, whatever it is compared with: ${what}`, () => {
    const { constructor } = value
    const like = Object.assign(Object.create(constructor.prototype), value) as object
    for (const other of [like, { __wbg_ptr: 8, shown: 1, more: 2 }]) {
      expect(() => differenceOf([value], [other])).toThrow(because)
      expect(() => differenceOf([other], [value])).toThrow(because)
    }
  })
}

test('instances of classes that show all are compared with plain objects', () => {
  expect(differenceOf({ start: 0, type: 'A' }, new Node('A'))).toBeUndefined()
  expect(differenceOf({ start: 0, type: 'A' }, new Node('B'))).toBe('result.type is "B" rather than "A"')
  // What one of both gives by an accessor, and the other not at all, is computed from its fields.
  expect(differenceOf({ start: 0, type: 'A' }, new Ranged('A'))).toBeUndefined()
  expect(differenceOf({ start: 0, type: 'A', range: [0, 2] }, new Ranged('A'))).toBe(
    'result.range.1 is 1 rather than 2',
  )
})

test('what accessors give is compared where both have it', () => {
  const of = (content: unknown): Pointed => new Pointed(8, new Map([[8, content]]))
  expect(differenceOf(of([1]), of([1]))).toBeUndefined()
  expect(differenceOf(of([1]), of([2]))).toBe('result.content.0 is 2 rather than 1')
  expect(differenceOf(of(of(1)), of(of(2)))).toBe('result.content.content is 2 rather than 1')
  expect(() => differenceOf(of(new Handle(16)), of(new Handle(16)))).toThrow('result.content is an instance')
})

test('an accessor that throws, and one that has no end, are no fault of the module', () => {
  class Throwing {
    readonly id = 1
    readonly text: string
    constructor(text: string) {
      this.text = text
    }
    get first(): unknown {
      throw new Error(this.text)
    }
    get next(): Throwing {
      return new Throwing(this.text)
    }
  }
  expect(differenceOf(new Throwing('a'), new Throwing('a'))).toBeUndefined()
  expect(differenceOf({ first: 1 }, Object.assign(new Throwing('a'), { id: null, text: null }))).toMatch(
    /^result\.first is "?.* rather than 1$/,
  )
})

const tagged = (value: number): object => ({ [Symbol.for('tag')]: value, [Symbol('own')]: { value } })

/** What is the same, what is not, and where that shows. */
const FIELDS: [what: string, one: unknown, same: unknown, other: unknown, found: string][] = [
  [
    'of a list',
    Object.assign([1], { errors: ['a'] }),
    Object.assign([1], { errors: ['a'] }),
    [1],
    'result.errors is nothing rather than a list',
  ],
  ['of a match', 'xab'.match(/a/), 'xab'.match(/a/), 'a'.match(/a/), 'result.index is 0 rather than 1'],
  [
    'of a map',
    Object.assign(new Map(), { size2: 1 }),
    Object.assign(new Map(), { size2: 1 }),
    Object.assign(new Map(), { size2: 2 }),
    'result.size2 is 2 rather than 1',
  ],
  [
    'of a set',
    Object.assign(new Set([1]), { at: 1 }),
    Object.assign(new Set([1]), { at: 1 }),
    new Set([1]),
    'result.at is nothing rather than 1',
  ],
  ['of symbols', tagged(1), tagged(1), tagged(2), 'result.[Symbol(tag)] is 2 rather than 1'],
  [
    'of symbols of one description',
    { [Symbol('a')]: 1, [Symbol('a')]: 2 },
    { [Symbol('a')]: 1, [Symbol('a')]: 2 },
    { [Symbol('a')]: 1, [Symbol('a')]: 3 },
    "result.[Symbol(a)]' is 3 rather than 2",
  ],
]

for (const [what, one, same, other, found] of FIELDS) {
  test(`own fields are compared beside what a value holds: ${what}`, () => {
    expect(differenceOf(one, same)).toBeUndefined()
    expect(differenceOf(one, other)).toBe(found)
  })
}

interface Link {
  value: number
  next?: Link
}

/** A ring, or a list, of so many links, of which the last may be another. */
function chain(links: number, isRing: boolean, last = 0): Link {
  const end: Link = { value: last }
  let first = end
  for (let index = 1; index < links; index++) first = { value: 0, next: first }
  if (isRing) end.next = first
  return first
}

test('what is deep is compared to its end', () => {
  expect(differenceOf(chain(20_000, false), chain(20_000, false))).toBeUndefined()
  const found = differenceOf(chain(20_000, false), chain(20_000, false, 1))
  expect(found).toMatch(/^result\.next\.next.* \.\.\. .*\.next\.value is 1 rather than 0$/)
  expect(found?.length).toBeLessThan(300)
  expect(differenceOf(chain(20_000, false), chain(19_999, false))).toMatch(/next is nothing rather than an/)
})

test('rings are the same where every way around them is, whatever their length', () => {
  expect(differenceOf(chain(2, true), chain(3, true))).toBeUndefined()
  expect(differenceOf(chain(20_000, true), chain(20_001, true))).toBeUndefined()
  expect(differenceOf(chain(2, true), chain(3, true, 1))).toBe('result.next.next.value is 1 rather than 0')
  expect(differenceOf(chain(2, true), chain(6, false))).toBe(
    'result.next.next.next.next.next.next is nothing rather than an object',
  )
})

test('an error that has itself as a field is followed once', () => {
  const of = (line: number): Error => {
    const error = Object.assign(new Error('a'), { line, self: {} })
    error.self = error
    return error
  }
  expect(differenceOf(of(1), of(1))).toBeUndefined()
  expect(differenceOf(of(1), of(2))).toBe('result.line is 2 rather than 1')
})
