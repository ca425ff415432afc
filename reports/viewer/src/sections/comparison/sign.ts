import type { ChangeVerdict } from '../../../../comparison.ts'
import type { Verdict } from '../../../../judge/slo.ts'

/** The sign of a change is that of the verdict it is most like. */
export const SIGN: Record<ChangeVerdict, Verdict> = {
  REGRESSED: 'FAIL',
  IMPROVED: 'PASS',
  SAME: 'PASS',
  CANNOT_TELL: 'INCONCLUSIVE',
  NOT_COMPARABLE: 'NO_DATA',
}
