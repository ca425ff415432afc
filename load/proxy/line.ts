/** What passes over one line at a limited rate, by whichever connection. */
export interface Line {
  /** When the last byte has passed, by the pipe's clock, ms. */
  freeMs: number
}
