import type { ComponentChildren } from 'preact'

/** The heading of a section, with a link to it. @param id of the section; the heading's own is `<id>-title` */
export function SectionTitle({ id, children }: { id: string; children: ComponentChildren }) {
  return (
    <h2 id={`${id}-title`}>
      {children}
      <a class="row-link" href={`#${id}`} aria-label="Link to this section">
        #
      </a>
    </h2>
  )
}
