import type { Unit } from '../load/measure/measurement.ts'

/** Where a thousand ends. Not `Intl`: that one takes a page as long to load as all of its numbers to write. */
const THOUSANDS = /\B(?=(?:\d{3})+$)/g
const BYTE_STEPS = ['B', 'kB', 'MB', 'GB', 'TB'] as const

/** Shown where there is no value. */
export const NO_VALUE = '–'

/** A value with its unit, for a person: `84 ms`, `1.24 s`, `99.5 %`, `1,240 /s`, `5.2x`. A dash when absent or not finite. */
export function formatValue(value: number | undefined, unit: Unit): string {
  if (value === undefined || !Number.isFinite(value)) return NO_VALUE
  if (value < 0) return `-${formatValue(-value, unit)}`
  switch (unit) {
    case 'ms':
      return formatMs(value)
    case 'bytes':
      return formatBytes(value)
    case 'ratio':
      return formatRatio(value)
    case 'per-second':
      return `${significant(value)} /s`
    case 'count':
      return significant(value)
    case 'score':
      return formatScore(value)
    case 'times':
      return `${significant(value)}x`
    case 'usd':
      return `${significant(value)} USD`
  }
}

/** A value that is exact by nature, a limit or a tick: as `formatValue`, without zeros at its end: `2 s`, `0.1`. */
export function formatExact(value: number, unit: Unit): string {
  return formatValue(value, unit).replace(/(\.\d*?)0+(?=\D|$)/, (_, kept: string) =>
    kept === '.' ? '' : kept,
  )
}

/** A count with thousands separated: `12,400`. */
export function formatCount(count: number): string {
  return String(Math.round(count)).replaceAll(THOUSANDS, ',')
}

/**
 * A confidence with two digits, rounded towards 0.5 so that it never looks surer than it is, and never `1.00` or `0.00`:
 * `0.97`, `>0.99`, `<0.01`.
 */
export function formatConfidence(confidence: number | undefined): string {
  if (confidence === undefined) return NO_VALUE
  if (confidence > 0.99) return '>0.99'
  if (confidence < 0.01) return '<0.01'
  // The nudge keeps 0.29 * 100 = 28.999999999999996 from becoming 0.28.
  const hundredths = confidence * 100
  const rounded = confidence >= 0.5 ? Math.floor(hundredths + 1e-9) : Math.ceil(hundredths - 1e-9)
  return (rounded / 100).toFixed(2)
}

/** How long something took: `850 ms`, `12.3 s`, `3 min 20 s`, `2 h 05 min`. */
export function formatDuration(durationMs: number): string {
  return formatValue(durationMs, 'ms')
}

/** Seconds since the start of the run as on a stop-watch: `0:07`, `3:20`, `1:02:03`. */
export function formatElapsed(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds + 1e-6))
  const hours = Math.floor(whole / 3600)
  const minutes = Math.floor((whole % 3600) / 60)
  const rest = String(whole % 60).padStart(2, '0')
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const

/** A day of a month: `21 Nov`. By hand, as all instants here: to load its locales takes a browser 60 ms, in which a page that is opened does not answer. */
export const formatDay = (day: number, month: number): string => `${day} ${MONTHS[month]}`

/** An instant in the reader's own time zone: `21 Nov 2025, 14:03:20`. */
export function formatInstant(epochMs: number): string {
  const minute = inWords(epochMs)
  return minute === NO_VALUE ? NO_VALUE : `${minute}:${inTwo(new Date(epochMs).getSeconds())}`
}

/** An instant to the minute with how far the reader's time zone is from UTC: `21 Nov 2025, 14:03 UTC+1`. */
export function formatMoment(epochMs: number): string {
  const minute = inWords(epochMs)
  return minute === NO_VALUE ? NO_VALUE : `${minute} ${formatZone(-new Date(epochMs).getTimezoneOffset())}`
}

/** How far a time zone is from UTC: `UTC`, `UTC+1`, `UTC-3:30`. @param minutes east of it */
export function formatZone(minutes: number): string {
  if (minutes === 0) return 'UTC'
  const far = Math.abs(minutes)
  const rest = far % 60 === 0 ? '' : `:${inTwo(far % 60)}`
  return `UTC${minutes < 0 ? '-' : '+'}${Math.floor(far / 60)}${rest}`
}

function inWords(epochMs: number): string {
  const at = new Date(epochMs)
  if (!Number.isFinite(at.getTime())) return NO_VALUE
  const day = `${formatDay(at.getDate(), at.getMonth())} ${at.getFullYear()}`
  return `${day}, ${inTwo(at.getHours())}:${inTwo(at.getMinutes())}`
}

const inTwo = (number: number): string => String(number).padStart(2, '0')

function formatMs(ms: number): string {
  if (ms === 0) return '0 ms'
  if (ms < 0.095) return `${Number(ms.toPrecision(1))} ms`
  if (ms < 9.95) return `${ms.toFixed(1)} ms`
  if (ms < 999.5) return `${Math.round(ms)} ms`
  if (ms < 9_995) return `${(ms / 1000).toFixed(2)} s`
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`
  const seconds = Math.round(ms / 1000)
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`
  const minutes = Math.round(seconds / 60)
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`
}

function formatBytes(bytes: number): string {
  let step = 0
  let scaled = bytes
  while (scaled >= 999.5 && step < BYTE_STEPS.length - 1) {
    scaled /= 1000
    step++
  }
  return `${step === 0 ? Math.round(scaled) : significant(scaled)} ${BYTE_STEPS[step]}`
}

/** Digits are added until a share below 1 no longer reads as 100 %, and one above 0 no longer as 0 %. */
export function formatRatio(ratio: number): string {
  const percent = ratio * 100
  if (percent > 101) return `${significant(percent)} %`
  for (let digits = percent < 10 || percent > 99 ? 2 : 1; digits <= 4; digits++) {
    const text = String(Number(percent.toFixed(digits)))
    const rounded = Number(text)
    if ((rounded !== 100 || ratio === 1) && (rounded !== 0 || ratio === 0)) return `${text} %`
  }
  return ratio > 0.5 ? '>99.9999 %' : '<0.0001 %'
}

function formatScore(score: number): string {
  if (score === 0) return '0'
  return score < 0.1 ? score.toFixed(3) : score.toFixed(2)
}

/** Three significant digits, more only for whole numbers: `2.5`, `48.2`, `1,240`. */
function significant(value: number): string {
  if (Number.isInteger(value) || value >= 99.95) return formatCount(value)
  return String(Number(value.toPrecision(value < 0.01 ? 1 : 3)))
}
