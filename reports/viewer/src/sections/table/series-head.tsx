import type { Labels } from '../../../../../load/measure/measurement.ts'
import { labelText } from '../../model/measured/names.ts'

/** The head of a series' row: its title, and below it what tells it from others of the same metric. */
export function SeriesHead({ title, labels }: { title: string; labels: Labels }) {
  const labelled = labelText(labels)
  return (
    <th scope="row" class="row-name break">
      {title}
      {labelled !== '' && <div class="small soft">{labelled}</div>}
    </th>
  )
}
