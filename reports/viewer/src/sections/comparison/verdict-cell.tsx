import type { ChangeVerdict } from '../../../../comparison.ts'
import { VerdictIcon, verdictClass } from '../../verdict-mark.tsx'
import { SIGN } from './sign.ts'

/** What a change comes to, in a word with its sign, and why. */
export function VerdictCell({
  verdict,
  word,
  because,
}: {
  verdict: ChangeVerdict
  word: string
  because: string
}) {
  return (
    <td>
      <span class={`verdict-mark ${verdictClass(SIGN[verdict])}`}>
        <VerdictIcon verdict={SIGN[verdict]} />
        {word}
      </span>
      <div class="small soft break">{because}</div>
    </td>
  )
}
