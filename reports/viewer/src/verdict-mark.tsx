import type { Verdict } from '../../judge/slo.ts'
import { VERDICT_WORD } from './model/verdict/verdicts.ts'

/** Class that colours a verdict. */
export function verdictClass(verdict: Verdict): string {
  return `verdict-${verdict.toLowerCase().replace('_', '-')}`
}

/** The shape of a verdict: each has an outline and a sign of its own, so that colour carries nothing alone. */
export function VerdictIcon({ verdict, size = 16 }: { verdict: Verdict; size?: number }) {
  return (
    <svg class={verdictClass(verdict)} width={size} height={size} viewBox="0 0 16 16" aria-hidden="true">
      {shapeOf(verdict)}
    </svg>
  )
}

/** A verdict as shape and word. */
export function VerdictMark({ verdict }: { verdict: Verdict }) {
  return (
    <span class={`verdict-mark ${verdictClass(verdict)}`}>
      <VerdictIcon verdict={verdict} />
      <span>{VERDICT_WORD[verdict]}</span>
    </span>
  )
}

function shapeOf(verdict: Verdict) {
  const sign = {
    fill: 'none',
    stroke: 'var(--sign, var(--card))',
    'stroke-width': 1.8,
    'stroke-linecap': 'round',
  } as const
  switch (verdict) {
    case 'PASS':
      return (
        <>
          <circle cx="8" cy="8" r="7.5" fill="currentColor" />
          <path d="M4.6 8.3 7 10.7 11.5 5.7" {...sign} />
        </>
      )
    case 'FAIL':
      return (
        <>
          <path d="M5 .5h6L15.5 5v6L11 15.5H5L.5 11V5z" fill="currentColor" />
          <path d="M5.4 5.4l5.2 5.2M10.6 5.4l-5.2 5.2" {...sign} />
        </>
      )
    case 'INCONCLUSIVE':
      return (
        <>
          <path d="M8 0l8 8-8 8-8-8z" fill="currentColor" />
          <path d="M4.4 8.8c1.2-2 2.4-2 3.6-.8s2.4 1.2 3.6-.8" {...sign} />
        </>
      )
    case 'NO_DATA':
      return (
        <>
          <circle
            cx="8"
            cy="8"
            r="6.7"
            fill="none"
            stroke="currentColor"
            stroke-width="1.6"
            stroke-dasharray="2.6 1.6"
          />
          <path d="M5 8h6" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" />
        </>
      )
    case 'INVALID':
      return (
        <>
          <path d="M8 .6 16 15H0z" fill="currentColor" />
          <path d="M8 6v4M8 12.6v.01" {...sign} />
        </>
      )
  }
}
