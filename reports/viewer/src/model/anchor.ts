import type { Judgement } from '../../../judge/slo.ts'

/** The id of a judgement's row on the page, for links to it. The judgement must come from the report's own list. */
export function anchorOf(judgement: Pick<Judgement, 'id' | 'labels'>): string {
  const labels = Object.values(judgement.labels).join('-')
  return `slo-${judgement.id}${labels === '' ? '' : `-${labels}`}`.replaceAll(/[^\w.-]+/g, '-')
}
