const RADIUS = 26
const AROUND = 2 * Math.PI * RADIUS

/** One Lighthouse score as a ring with its number, in Lighthouse's own bands: 90 and more is good, below 50 poor. */
export function ScoreGauge({ score, name }: { score: number; name: string }) {
  const points = Math.round(100 * score)
  const band = points >= 90 ? 'good' : points >= 50 ? 'middling' : 'poor'
  return (
    <div class={`gauge gauge-${band}`}>
      <svg
        role="img"
        aria-label={`${name}: ${points} of 100, ${band}`}
        width="64"
        height="64"
        viewBox="0 0 64 64"
      >
        <circle class="gauge-all" cx="32" cy="32" r={RADIUS} />
        <circle
          class="gauge-part"
          cx="32"
          cy="32"
          r={RADIUS}
          stroke-dasharray={`${score * AROUND} ${AROUND}`}
          transform="rotate(-90 32 32)"
        />
        <text x="32" y="38" text-anchor="middle">
          {points}
        </text>
      </svg>
      <span class="gauge-name">{name}</span>
      <span class="gauge-band">{band}</span>
    </div>
  )
}
