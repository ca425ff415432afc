import type { ComponentChildren } from 'preact'

/** A table's caption that wraps at the window's width, however wide the table below it scrolls. */
export function Caption({ children }: { children: ComponentChildren }) {
  return (
    <caption>
      <div class="caption">{children}</div>
    </caption>
  )
}
