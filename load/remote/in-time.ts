/** Waits for work 3 s at most, and is told of no failure: a queue that is away must not hold up the end. */
export async function inTime(work: Promise<unknown>): Promise<void> {
  const timer = Promise.withResolvers<void>()
  const timeout = setTimeout(timer.resolve, 3000)
  await Promise.race([work.catch(() => {}), timer.promise])
  clearTimeout(timeout)
}
