/**
 * Asked by a workload when all is ready for it: connections made, code compiled. Several machines begin together so.
 *
 * @param nowMs when it was ready, epoch ms
 * @returns when to begin, epoch ms; rejects where it is not to begin at all
 */
export type StartGate = (nowMs: number) => Promise<number>

/** The time between the order to start and the first of the work, ms. */
const LEAD_MS = 50

/** Waits for nobody. */
export const startSoon: StartGate = nowMs => Promise.resolve(nowMs + LEAD_MS)
