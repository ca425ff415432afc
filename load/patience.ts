import { longTimer } from './long-timer.ts'

/**
 * Waits no longer than a time for what comes over the network. What had arrived by then is read first: in a turn of Node.js's event loop timers come before
 * sockets, and after a standstill of this process what has long come would count as missing.
 *
 * @param ms how long; of any length, and below 0 not at all
 * @param over is called once, unless what is waited for has come
 * @returns tells that it has come
 */
export function patience(ms: number, over: () => void): () => void {
  let reading: NodeJS.Immediate | undefined
  const timer = longTimer(() => (reading = setImmediate(over)), Math.max(0, ms))
  return () => {
    timer.cancel()
    clearImmediate(reading)
  }
}
