type Reviver = (key: string, value: unknown, context: { source?: string }) => unknown

const parse = JSON.parse as (text: string, reviver: Reviver) => unknown

/**
 * Reads JSON as `JSON.parse` does, but that a number which a double may not hold exactly, so each that is no whole number up to 2^53, is the text that it
 * was written as: `12345678901234567890` stays that.
 *
 * @throws SyntaxError when it is no JSON
 */
export const parseExactly = (text: string): unknown =>
  parse(text, (_key, value, { source }) =>
    typeof value === 'number' && !Number.isSafeInteger(value) ? source : value,
  )
