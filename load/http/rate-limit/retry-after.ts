const DATE_FORMS = [
  /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/,
  /^[A-Z][a-z]+day, \d{2}-[A-Z][a-z]{2}-\d{2} \d{2}:\d{2}:\d{2} GMT$/,
  /^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2} \d{4}$/,
]

/**
 * @param value of a `Retry-After`: whole seconds or a date (RFC 9110, section 10.2.3)
 * @param nowMs what a date counts from, epoch ms: best the answer's own `Date`, because the target's clock may be another
 * @returns how long it asks to wait, ms, 0 when a date is past; undefined when it cannot be read
 */
export function retryAfterMs(value: string, nowMs: number): number | undefined {
  if (/^\d+$/.test(value)) return Number(value) * 1000
  const dateMs = httpDateMs(value)
  return dateMs === undefined ? undefined : Math.max(0, dateMs - nowMs)
}

/** @returns epoch ms of a date in one of the three forms of HTTP (RFC 9110, section 5.6.7); undefined when it is in none */
export function httpDateMs(value: string): number | undefined {
  if (!DATE_FORMS.some(form => form.test(value))) return undefined
  // The third form does not name its zone, which is always GMT.
  const dateMs = Date.parse(value.endsWith('GMT') ? value : `${value} GMT`)
  return Number.isNaN(dateMs) ? undefined : dateMs
}
