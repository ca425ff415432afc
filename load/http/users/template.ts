const PLACE = /\{\{\s*([\p{L}\p{M}\p{N}_.-]+)\s*\}\}/gu

/** Whatever stands between such braces: a text may hold those of another language. */
const BRACES = /\{\{\s*([^{}]*[^{}\s])\s*\}\}/g

/** Values by their names. */
export type Variables = Readonly<Record<string, string>>

/** @returns the names of the variables in a text, as they come */
export const namesIn = (text: string): string[] => [...text.matchAll(PLACE)].map(([, name = '']) => name)

/** @returns those of the names that stand in a text as a variable's do, and can't be filled in, as they have blanks or other signs */
export const unfillable = (text: string, names: ReadonlySet<string>): string[] => {
  const fillable = new Set(namesIn(text))
  return [...text.matchAll(BRACES)].flatMap(([, name = '']) =>
    names.has(name) && !fillable.has(name) ? [name] : [],
  )
}

/**
 * @param write how a value is written where it stands. Default: as it is.
 * @returns the text with each `{{name}}` replaced by the variable's value; one that there is not becomes an empty text
 */
export function fill(
  text: string,
  variables: Variables,
  write: (value: string) => string = value => value,
): string {
  if (!text.includes('{{')) return text
  return text.replaceAll(PLACE, (_place, name: string) => write(variables[name] ?? ''))
}

/** @returns a value as it stands within a text of JSON */
export const withinJson = (value: string): string => JSON.stringify(value).slice(1, -1)

/** @returns a value as it stands in a path or a query */
export const withinUrl = (value: string): string => encodeURIComponent(value.toWellFormed())

/** @returns a value as a browser writes it into the body of a form (https://url.spec.whatwg.org/#concept-urlencoded-serializer) */
export const withinForm = (value: string): string => new URLSearchParams({ '': value }).toString().slice(1)

/** @param type content type of a body @returns how a value is written within it: as JSON and forms have it, else as it is */
export function withinBody(type: string): (value: string) => string {
  if (type.includes('json')) return withinJson
  return type.includes('urlencoded') ? withinForm : value => value
}
