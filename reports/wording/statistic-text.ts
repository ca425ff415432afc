const WORDS: Readonly<Record<string, string>> = { med: 'median', avg: 'mean' }

/** @param objective or a statistic alone @returns the statistic for a person: `p(95)<2000` and `p(95)` are `p95`, `med` is `median` */
export function statisticText(objective: string): string {
  const [statistic = ''] = objective.split(/[<>=]/, 1)
  const name = statistic.trim()
  return WORDS[name] ?? name.replace(/^p\(\s*([\d.]+)\s*\)$/, 'p$1')
}
