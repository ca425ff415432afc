import type { Judgement } from '../../../judge/slo.ts'

/** The id of a judgement's row on the page, for links to it. The judgement must come from the report's own list. */
export function anchorOf({ name }: Pick<Judgement, 'name'>): string {
  return `slo-${name}`.replaceAll(/[^\w.-]+/g, '-')
}
