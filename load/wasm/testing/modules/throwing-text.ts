/** Throws as what is compiled from Rust does: a text. */
export const run = (): never => {
  throw 'invalid utf-8 sequence' as unknown as Error
}
