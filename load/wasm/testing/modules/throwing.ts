/** @throws Error */
export const run = (): never => {
  throw new Error('out of bounds memory access')
}
