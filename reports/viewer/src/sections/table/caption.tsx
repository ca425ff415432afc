import type { ComponentChildren } from 'preact'

/** A table's caption that wraps at the window's width, however wide the table below it scrolls. */
export function Caption({ children }: { children: ComponentChildren }) {
  return (
    <caption>
      <div class="caption">{children}</div>
    </caption>
  )
}

/** Says in a caption that paper has not all of the rows. @param most as many are printed */
export function OnPaper({ rows, most }: { rows: number; most: number }) {
  if (rows <= most) return null
  return <span class="on-paper">; on paper the first {most}, all of them in the page</span>
}
