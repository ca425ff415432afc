// What Node.js finds in a package, a page has to be told of.
import { parse } from 'es-module-lexer/js'

/** @returns the imports and exports of a module */
export const run = (source: string): unknown => parse(source)
