/**
 * Looks whether a value shows what it is. Private fields that a compiler made a `WeakMap` of are not seen.
 *
 * @param isGiven whether an accessor gave it: then it is but another look at what its owner's fields show
 * @returns what it is that can't be compared, in words: an instance without a field, with private ones, or one of wasm-bindgen's handles, which
 * show where in memory something is, and not what; else `undefined`
 */
export function whatHides(value: object, isGiven: boolean): string | undefined {
  const parent: unknown = Object.getPrototypeOf(value)
  if (typeof parent !== 'object' || parent === null || parent === Object.prototype) return undefined
  const hides = hidesBy(value, parent, isGiven)
  return hides && `an instance of ${value.constructor?.name} that ${hides}`
}

function hidesBy(value: object, parent: object, isGiven: boolean): string | undefined {
  if (Object.hasOwn(value, '__wbg_ptr')) return 'is a handle into the memory of WebAssembly'
  if (isGiven) return undefined
  if (Object.keys(value).length === 0 && Object.getOwnPropertySymbols(value).length === 0)
    return 'shows no field'
  return classOf(parent).isPrivate ? 'has private fields' : undefined
}

/** @returns names of accessors of its class, and of those it extends: not of plain objects and what is built in */
export const accessorsOf = (value: object): readonly string[] =>
  classOf(Object.getPrototypeOf(value)).accessors

interface Class {
  isPrivate: boolean
  accessors: readonly string[]
}

/** Classes by their prototypes: there are few of them, and many instances. */
const classes = new WeakMap<object, Class>()

const NONE: Class = { isPrivate: false, accessors: [] }

function classOf(prototype: object | null): Class {
  if (prototype === null || prototype === Object.prototype) return NONE
  const known = classes.get(prototype)
  if (known) return known
  const parent = classOf(Object.getPrototypeOf(prototype) as object | null)
  const isBuiltIn = textOf(prototype).endsWith('{ [native code] }')
  const own = Object.getOwnPropertyNames(prototype).filter(
    name => !isBuiltIn && typeof Object.getOwnPropertyDescriptor(prototype, name)?.get === 'function',
  )
  const found = {
    isPrivate: parent.isPrivate || PRIVATE.test(textOf(prototype)),
    accessors: [...parent.accessors, ...own],
  }
  classes.set(prototype, found)
  return found
}

/** A private field that is read or written, rather than a private method that is called. */
const PRIVATE = /\.#[\p{ID_Continue}$]+(?![\p{ID_Continue}$(])/u

function textOf(prototype: object): string {
  const made: unknown = Object.hasOwn(prototype, 'constructor') ? prototype.constructor : undefined
  return typeof made === 'function' ? Function.prototype.toString.call(made) : ''
}
