import { ResourceError } from './resource-error.ts'

/** A value on a page of Prometheus. */
export interface Sample {
  /** In the order of their names. */
  labels: string
  value: number
  /** As the page gives it: of its own unit. */
  timestamp: number | undefined
}

/**
 * @returns the samples of the first of these metrics that a page has; `undefined` where it has none of them
 * @throws ResourceError where one is no finite number from 0 on, or its labels can't be read
 */
export function findSamples(names: readonly string[], page: string): Sample[] | undefined {
  const lines = page
    .replace(/^\uFEFF/, '')
    .split('\n')
    .filter(line => !COMMENT.test(line))
  for (const name of names) {
    const samples = lines.filter(line => line.includes(name)).flatMap(line => sampleOf(name, line) ?? [])
    if (samples.length > 0) return samples
  }
  return undefined
}

const COMMENT = /^[ \t]*#/
const STRING = String.raw`"(?:[^"\\]|\\.)*"`
/** A label, or the metric's name, which Prometheus 3 lets stand among them. */
const ITEM = new RegExp(String.raw`[ \t]*(?:([\w:.]+|${STRING})[ \t]*=[ \t]*)?(${STRING})[ \t]*(?:,|$)`, 'y')

/**
 * A name, labels, a value, a time, an exemplar: what Prometheus' text format and OpenMetrics have in common. What npm has for it does not read a blank after a
 * comma, a name in quotes or an exemplar. https://prometheus.io/docs/instrumenting/exposition_formats/
 */
const SAMPLE = new RegExp(
  String.raw`^[ \t]*([\w:]*)[ \t]*(?:\{((?:${STRING}|[^"}])*)\})?[ \t]*(\S*)(?:[ \t]+(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?))?[ \t\r]*(?:#.*)?$`,
)

/** @returns the sample of a line; `undefined` where it is one of another metric */
function sampleOf(name: string, line: string): Sample | undefined {
  const [, bare = '', items = '', value = '', time] = SAMPLE.exec(line) ?? []
  if (bare !== '' && bare !== name) return undefined
  const { labels, quoted } = labelsOf(items, line)
  if ((bare || quoted) !== name) return undefined
  const number = value === '' ? Number.NaN : Number(value)
  if (!Number.isFinite(number) || number < 0)
    throw unreadable(`The page gives ${name} as "${value}", which is no finite number from 0 on.`)
  return { labels, value: number, timestamp: time === undefined ? undefined : Number(time) }
}

/** @returns labels in the order of their names, for a page may give them in another the next time, and the name of the metric where it stands among them */
function labelsOf(items: string, line: string): { labels: string; quoted: string | undefined } {
  const labels: string[] = []
  let quoted: string | undefined
  ITEM.lastIndex = 0
  while (items.slice(ITEM.lastIndex).trim() !== '') {
    const found = ITEM.exec(items)
    if (!found) throw unreadable(`The page can't be read at: ${line.slice(0, 200)}.`)
    const [, name, value = ''] = found
    if (name === undefined) quoted = value.slice(1, -1)
    else labels.push(`${name}=${value}`)
  }
  return { labels: labels.toSorted().join(), quoted }
}

const unreadable = (what: string): ResourceError => new ResourceError('ERR_RESOURCES_CONTENT', what)
