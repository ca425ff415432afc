/** A stretch of time drawn behind the lines: `even` and `odd` steps are shaded in turn, `doubt` is hatched, a `fault` is marked where it begins and ends. */
export interface Span {
  kind: 'even' | 'odd' | 'doubt' | 'fault'
  startSec: number
  endSec: number
}
