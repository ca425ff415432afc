import type { RunReport } from '../../run-report.ts'

/** What is put in the place of names: markup, control characters, marks that turn the reading direction, and a word of 10,000 letters. */
export const TEXTS = [
  '<img src="x" onerror="alert(1)"><b>bold</b></script><script>alert(2)</script>',
  '\u0000\u0007\u001B[31m\u2028\u202Egnp.exe\u2066\u200F',
  'W'.repeat(10_000),
]

/** What the page itself is made by stays as it is. */
const KEPT = new Set(
  [
    'kind metric unit view section category verdict level objective id name workload part quantity better startedAt endedAt status outcome',
    'formFactor throttling priority rule judgement judgements schemaVersion method loads',
  ].flatMap(names => names.split(' ')),
)

/** @param first of the texts, which take turns: with each of them first, each place has had each @returns a report in which whatever a target, a person or an error can name is one of these texts. Test data only. */
export function hostile(report: RunReport, first = 0): RunReport {
  let count = first
  const text = (): string => TEXTS[count++ % TEXTS.length] ?? ''
  const change = (value: unknown, key: string): unknown => {
    if (key === 'labels' || key === 'counts' || key === 'seeds' || key === 'settings') return value
    if (Array.isArray(value)) return value.map(one => change(one, key))
    if (typeof value === 'string') return KEPT.has(key) ? value : text()
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(
      Object.entries(value).map(([name, one]) => [
        key === 'causes' || key === 'examples' ? `${text().slice(0, 900)}${name}` : name,
        change(one, name),
      ]),
    )
  }
  const changed = change(report, '') as RunReport
  return {
    ...changed,
    steps: report.steps.map(step => ({ ...step, name: text(), message: text() })),
    run: { ...report.run, headline: text(), settings: { ...report.run.settings, PERF_X: text() } },
    machines: (changed.machines ?? []).map(one => ({ ...one, name: text() })),
    diagnoses: (changed.diagnoses ?? []).map((one, index) => ({
      ...one,
      frames: report.diagnoses?.[index]?.frames ?? [],
    })),
  }
}
