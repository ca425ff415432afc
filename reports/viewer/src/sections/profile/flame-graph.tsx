import { useMemo, useRef, useState } from 'preact/hooks'
import { formatRatio, formatValue } from '../../../../format.ts'
import type { Profile } from '../../../../profile.ts'
import { useWidth } from '../../charts/use-width.ts'
import { callersOf, callsMade, layFlame, ownerOf, totalOf, WHOLE } from '../../model/profile/flame.ts'

const ROW_PX = 19
/** What a letter takes at most, on average: a name is cut to its box. */
const LETTER_PX = 6.8
const LEAST_PX = 1.5

interface FlameGraphProps {
  profile: Profile
  /** Numbers of the functions that are made to stand out; where there are none, none is dimmed. */
  found: ReadonlySet<number>
}

/** Who called whom, a row deeper with each call, as wide as what was sampled in it. One is read by the pointer or the arrow keys, and zoomed by a click or Enter. */
export function FlameGraph({ profile: { tree, unit }, found }: FlameGraphProps) {
  const holder = useRef<HTMLDivElement>(null)
  const width = Math.max(240, useWidth(holder, 720))
  const [zoomed, zoom] = useState(WHOLE)
  const [read, setRead] = useState(WHOLE)
  const made = useMemo(() => callsMade(tree), [tree])
  const boxes = useMemo(() => layFlame(tree, zoomed, LEAST_PX / width), [tree, zoomed, width])
  const rows = 1 + boxes.reduce((most, { row }) => Math.max(most, row), 0)

  const nameOf = (call: number): string => tree.functions[tree.calls[call]?.[0] ?? -1]?.name ?? 'all'
  const placeOf = (call: number): string => {
    const { file = '', line = 0 } = tree.functions[tree.calls[call]?.[0] ?? -1] ?? {}
    return file === '' ? '' : `${file}:${line}`
  }
  const text = (call: number): string => {
    const total = totalOf(tree, call)
    const self = tree.calls[call]?.[3] ?? 0
    const share = call === WHOLE ? '' : `, ${formatRatio(total / tree.total)}`
    const alone = call === WHOLE ? '' : `; itself ${formatValue(self, unit)}`
    return `${formatValue(total, unit)}${share}${alone}`
  }
  const callAt = (target: EventTarget | null): number | undefined => {
    const call = target instanceof Element ? target.closest('[data-call]')?.getAttribute('data-call') : null
    return call ? Number(call) : undefined
  }
  const show = (call: number): void => {
    setRead(call)
    zoom(call)
  }
  const step = (event: KeyboardEvent): void => {
    const next = keyed(event.key)
    if (next === undefined) return
    event.preventDefault()
    if (event.key === 'Enter' || event.key === ' ' || event.key === 'Escape') return show(next)
    setRead(next)
    // What is read is always drawn.
    if (!boxes.some(({ call }) => call === next)) zoom(next)
  }
  /** The call that a key leads to. */
  const keyed = (key: string): number | undefined => {
    const caller = callersOf(tree, read)[1] ?? WHOLE
    const beside = made.get(caller) ?? []
    const at = beside.indexOf(read)
    switch (key) {
      case 'ArrowDown':
        return made.get(read)?.[0]
      case 'ArrowUp':
        return read === WHOLE ? undefined : caller
      case 'ArrowRight':
        return read === WHOLE ? undefined : beside[at + 1]
      case 'ArrowLeft':
        return read === WHOLE ? undefined : beside[at - 1]
      case 'Enter':
      case ' ':
        return read
      case 'Escape':
        return WHOLE
      default:
        return undefined
    }
  }

  return (
    <div
      class="flame"
      role="group"
      aria-label="Flame graph: arrow keys go from call to call, Enter zooms, Escape shows all"
      tabIndex={0}
      onKeyDown={step}
      onPointerMove={({ target }) => setRead(before => callAt(target) ?? before)}
      onClick={({ target }) => {
        const call = callAt(target)
        if (call !== undefined) show(call)
      }}
    >
      <output class="flame-read small">
        <strong>{nameOf(read)}</strong> <span>{text(read)}</span> <code>{placeOf(read)}</code>
      </output>
      <div ref={holder}>
        <svg class="flame-graph" width={width} height={rows * ROW_PX} aria-hidden="true">
          {boxes.map(({ call, row, from, width: share }) => {
            const index = tree.calls[call]?.[0] ?? -1
            const owner = ownerOf(tree.functions[index]?.file ?? '')
            const px = share * width
            const letters = Math.floor((px - 6) / LETTER_PX)
            const dimmed = found.size > 0 && !found.has(index) ? ' flame-dimmed' : ''
            const at = call === read ? ' flame-at' : ''
            return (
              <g key={call} data-call={call} class={`flame-${owner}${dimmed}${at}`}>
                <rect
                  x={from * width}
                  y={row * ROW_PX}
                  width={Math.max(0.5, px - 1)}
                  height={ROW_PX - 1}
                  rx="1"
                />
                {letters > 2 && (
                  <text x={from * width + 4} y={row * ROW_PX + 13}>
                    {cut(nameOf(call).replace(UNNAMED, ''), letters)}
                  </text>
                )}
              </g>
            )
          })}
        </svg>
      </div>
    </div>
  )
}

/** What is told of a function without a name before the line that it begins in. */
const UNNAMED = /^\(anonymous\) (?=")/

const cut = (name: string, letters: number): string =>
  name.length > letters ? `${name.slice(0, letters - 1)}…` : name
