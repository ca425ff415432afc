import { findSamples } from '../resources/prometheus-samples.ts'
import { ResourceError } from '../resources/resource-error.ts'

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
 * @throws what `fetch` throws, and what `amqpFiguresIn` does
 */
export async function readAmqpFigures(metrics: string): Promise<AmqpFigures> {
  const answer = await fetch(metrics, { signal: AbortSignal.timeout(2000) })
  return amqpFiguresIn(await answer.text())
}

/** @returns the figures in a page of metrics, summed over what labels tell apart @throws ResourceError where one is missing, or can't be read */
export function amqpFiguresIn(page: string): AmqpFigures {
  const of = (name: string): number => {
    const samples = findSamples([`rabbitmq_${name}`], page)
    if (!samples) throw new ResourceError('ERR_RESOURCES_CONTENT', `The page has no rabbitmq_${name}.`)
    return samples.reduce((sum, { value }) => sum + value, 0)
  }
  return {
    depth: of('queue_messages_ready') + of('queue_messages_unacked'),
    connections: of('connections'),
    memoryBytes: of('process_resident_memory_bytes'),
  }
}
