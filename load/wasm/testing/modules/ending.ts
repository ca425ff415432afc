/** Ends the process. */
export const run = (): never => process.exit(7)
