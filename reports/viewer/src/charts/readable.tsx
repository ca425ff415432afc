import type { ComponentChildren, RefObject } from 'preact'
import { useRef, useState } from 'preact/hooks'

/** What a mark of a chart says, and where it is said: px from the left and the top of the chart. */
interface Told {
  text: string
  left: number
  top: number
}

interface ReadableProps {
  /** As wide as there is room. */
  holder?: RefObject<HTMLDivElement | null>
  class?: string
  /** A chart, whose marks have what they say in `data-told`. */
  children: ComponentChildren
}

/** A chart whose marks are read: beside the pointer, or by the arrow keys from one to the next. */
export function Readable({ holder, class: kind = '', children }: ReadableProps) {
  const own = useRef<HTMLDivElement>(null)
  const place = holder ?? own
  const [told, tell] = useState<Told>()
  const at = useRef(-1)
  const read = (mark: Element | null | undefined): void => {
    const around = place.current?.getBoundingClientRect()
    const text = mark?.getAttribute('data-told')
    if (!mark || !around || text === null || text === undefined) return tell(undefined)
    const { left, width, top } = mark.getBoundingClientRect()
    return tell({ text, left: left + width / 2 - around.left, top: top - around.top })
  }
  const step = (event: KeyboardEvent): void => {
    const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key]
    const marks = [...(place.current?.querySelectorAll('[data-told]') ?? [])]
    if (event.key === 'Escape') read(undefined)
    if (by === undefined || marks.length === 0) return
    event.preventDefault()
    at.current = Math.min(marks.length - 1, Math.max(0, at.current + by))
    read(marks[at.current])
  }
  return (
    <div
      ref={place}
      class={`readable ${kind}`.trim()}
      role="group"
      aria-label="Values, by the arrow keys"
      tabIndex={0}
      onPointerMove={({ target }) =>
        read(target instanceof Element ? target.closest('[data-told]') : undefined)
      }
      onPointerLeave={() => read(undefined)}
      onKeyDown={step}
      onBlur={() => read(undefined)}
    >
      {children}
      <output
        class="readout small"
        hidden={told === undefined}
        style={told && { left: `clamp(90px, ${told.left}px, 100% - 90px)`, top: `${told.top}px` }}
      >
        {told?.text}
      </output>
    </div>
  )
}
