import type { ComponentChildren } from 'preact'
import { useErrorBoundary } from 'preact/hooks'

/** Draws its children or, where they break, a sentence in their place: one section must not take the others with it. */
export function Guarded({ name, children }: { name: string; children: ComponentChildren }) {
  const [error] = useErrorBoundary()
  if (error === undefined) return <>{children}</>
  return (
    <p class="empty">
      {name} could not be drawn: {String(error)}. The numbers are in <a href="report.json">report.json</a>.
    </p>
  )
}
