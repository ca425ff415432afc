/**
 * Waits no longer than a time for what comes over the network. What had arrived by then is read first: in a turn of Node.js's event loop timers come before
 * sockets, and after a standstill of this process what has long come would count as missing. Keeps no process alive.
 *
 * @param ms how long. Below 1: 1.
 * @param over is called once, unless what is waited for has come
 * @returns tells that it has come
 */
export function patience(ms: number, over: () => void): () => void {
  let reading: NodeJS.Immediate | undefined
  const timer = setTimeout(() => {
    reading = setImmediate(over)
  }, ms).unref()
  return () => {
    clearTimeout(timer)
    clearImmediate(reading)
  }
}
