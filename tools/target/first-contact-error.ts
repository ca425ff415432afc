/** What keeps a dashboard from being looked at. The message has the remedy. */
export class FirstContactError extends Error {
  override readonly name = 'FirstContactError'
  readonly code = 'ERR_FIRST_CONTACT'
}

/** @returns the remedy for what only a person can do: sign in by hand, once */
export const byHand = (url: string): string =>
  `sign in by hand (npx playwright codegen --save-storage=auth.json ${url}) and give --storage-state auth.json`
