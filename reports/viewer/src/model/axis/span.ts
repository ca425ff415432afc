/** A stretch of time drawn behind the lines: `even` and `odd` steps are shaded in turn, `doubt` is hatched. */
export interface Span {
  kind: 'even' | 'odd' | 'doubt'
  startSec: number
  endSec: number
}
