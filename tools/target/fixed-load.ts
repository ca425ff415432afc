/** What specs of `perf` send that no setting changes. A spec imports nothing but its `test`: a test holds these against the specs. */

/** Connections of the closed loops, one number after the other, and for how long each is measured, s. */
export const CLOSED_LOOPS = { connections: [10, 50, 100], seconds: 1 } as const

/** Requests to an endpoint at the same moment. */
export const AT_ONCE = 50

/** Refreshes of the page that is left open. */
export const REFRESHES = 22

/** Sessions of each viewer while pages are visited. */
export const SHIFTS = 2
