/** The one function that is used of jstat, which ships no types. */
declare module 'jstat' {
  const jstat: {
    jStat: {
      /** Regularised incomplete beta function I_x(a, b), 0 <= x <= 1, a and b above 0. */
      ibeta(this: void, x: number, a: number, b: number): number
    }
  }
  export default jstat
}
