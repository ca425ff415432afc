import { fileLink } from '../model/file-link.ts'
import type { PagePicture } from '../../../run-report.ts'

/** What was measured, to look at: the way to a picture of each page when it was ready. The report itself loads nothing. */
export function PagePictures({ pictures }: { pictures: readonly PagePicture[] }) {
  return (
    <div class="stack">
      <h3>The pages when they were ready</h3>
      <ul class="small">
        {pictures.map(({ page, file }) => (
          <li key={file} class="break">
            <a href={fileLink(file)}>{page}</a>
          </li>
        ))}
      </ul>
    </div>
  )
}
