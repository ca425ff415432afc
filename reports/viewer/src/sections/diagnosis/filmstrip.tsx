import { formatValue } from '../../../../format.ts'
import type { Diagnosis } from '../../../../diagnosis.ts'

const PICTURE = 'data:image/jpeg;base64,'

/** What the page showed, and when: as many pictures as tell the visit. */
export function Filmstrip({ diagnosis: { page, frames } }: { diagnosis: Diagnosis }) {
  // A document may come from anywhere: only what is a picture is shown.
  const shown = frames.filter(({ file }) => file.startsWith(PICTURE))
  if (shown.length === 0) return null
  return (
    <ol class="film" tabIndex={0} aria-label={`What "${page}" showed`}>
      {shown.map(({ atMs, file }) => (
        <li key={atMs}>
          <figure>
            <img src={file} width={384} height={240} alt={`${page} after ${formatValue(atMs, 'ms')}`} />
            <figcaption class="small soft">{formatValue(atMs, 'ms')}</figcaption>
          </figure>
        </li>
      ))}
    </ol>
  )
}
