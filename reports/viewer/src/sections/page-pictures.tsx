import { fileLink } from '../model/file-link.ts'
import type { PagePicture } from '../../../run-report.ts'

/** What was measured, to look at: the way to a picture of each page when it was ready. The report itself loads nothing. */
export function PagePictures({ pictures }: { pictures: readonly PagePicture[] }) {
  return (
    <p class="break">
      Pages when they were ready:{' '}
      {pictures.map(({ page, file }, index) => (
        <span key={file}>
          {index > 0 && ', '}
          <a href={fileLink(file)}>{page}</a>
        </span>
      ))}
    </p>
  )
}
