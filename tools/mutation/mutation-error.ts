/** Mutants could not be tried, so that nothing is known of them. */
export class MutationError extends Error {
  override readonly name = 'MutationError'
  readonly code = 'ERR_MUTATION'
}
