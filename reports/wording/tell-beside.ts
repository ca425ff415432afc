/** @param ids of the runs that were under way on the machine at the same time @returns what that means, and what to do */
export const tellBeside = (ids: readonly string[]): string =>
  `Another run measures on this machine at the same time (${ids.join(', ')}): each disturbs the figures of the other. Let one end before the next begins.`
