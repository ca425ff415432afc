/** Seconds since the epoch reach this in the year 5138; milliseconds passed it in 1973. */
const LEAST_MS = 1e11

/** @returns the moment that a text says, epoch ms: a number of seconds or milliseconds since the epoch, or a date; `undefined` where it says none */
export function momentOf(text: string | undefined): number | undefined {
  if (text === undefined || text.trim() === '') return undefined
  const number = Number(text)
  const ms = Number.isNaN(number) ? Date.parse(text) : number < LEAST_MS ? number * 1000 : number
  return Number.isNaN(ms) ? undefined : ms
}
