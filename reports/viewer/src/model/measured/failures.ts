import type { Declared } from '../../../../stored/declared.ts'
import { explainError, findExplanation } from '../../../../wording/error-explanation.ts'
import { labelText } from './names.ts'
import type { TallySum } from './tally-sums.ts'

/** What failed of one kind, ready to be told. */
export interface Failures {
  /** `Failed requests`, or the metric's own title where it counts something else. */
  title: string
  /** What tells it from others of its kind; empty where nothing does. */
  labels: string
  total: number
  /** The most frequent first. */
  causes: Cause[]
}

interface Cause {
  cause: string
  count: number
  /** What it means and what to do about it; empty where nothing is known of it and its example says all. */
  explanation: string
  /** The first event of its kind. */
  example?: string
}

/** @returns the events of a tally that went wrong, by cause. Only of requests is told that a cause is not known: what else counts has its own words. */
export function failuresOf(
  { metric, labels, total, causes, examples }: TallySum,
  declared: Declared,
): Failures {
  const isOfRequests = declared.view(metric).kind === 'request'
  return {
    title: isOfRequests ? 'Failed requests' : declared.title(metric),
    labels: isOfRequests ? '' : labelText(labels),
    total,
    causes: Object.entries(causes)
      .filter(([, count]) => count > 0)
      .toSorted(([, a], [, b]) => b - a)
      .map(([cause, count]) => {
        const explained = isOfRequests ? explainError(cause) : findExplanation(cause)
        const example = examples[cause]
        return {
          cause,
          count,
          explanation: explained ? `${explained.meaning} ${explained.remedy}` : '',
          ...(example !== undefined && { example }),
        }
      }),
  }
}
