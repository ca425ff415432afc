/** What RabbitMQ tells of itself, all its queues together. */
export interface AmqpFigures {
  /** Messages that wait, or that a consumer has and did not acknowledge. */
  depth: number
  connections: number
  /** Resident memory, bytes. */
  memoryBytes: number
}

/**
 * Asks RabbitMQ for its own figures. Its own protocol tells none of them.
 *
 * @param metrics where it tells Prometheus of itself: `http://127.0.0.1:15692/metrics`
 * @returns what it told; `undefined` where that is not all there
 */
export async function readAmqpFigures(metrics: string): Promise<AmqpFigures | undefined> {
  const answer = await fetch(metrics, { signal: AbortSignal.timeout(2000) })
  return amqpFiguresIn(await answer.text())
}

/** @returns the figures in a page of metrics, which are summed over what labels tell apart; `undefined` where one is missing */
export function amqpFiguresIn(page: string): AmqpFigures | undefined {
  const of = (name: string): number => {
    const values = [...page.matchAll(new RegExp(`^rabbitmq_${name}(?:\\{[^}]*\\})? ([0-9.e+]+)$`, 'gm'))]
    return values.length === 0 ? Number.NaN : values.reduce((sum, [, value]) => sum + Number(value), 0)
  }
  const depth = of('queue_messages_ready') + of('queue_messages_unacked')
  const figures = { depth, connections: of('connections'), memoryBytes: of('process_resident_memory_bytes') }
  return Object.values(figures).some(Number.isNaN) ? undefined : figures
}
