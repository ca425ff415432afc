import type { Measurement } from '../measure/measurement.ts'
import { moduleBeside } from '../module-beside.ts'
import { ThreadPool } from '../thread-pool.ts'
import type { SlackOptions } from './slack-workload.ts'

type SlackLoadApi = { run(options: SlackOptions): Promise<Measurement[]> }

const threads = new ThreadPool<SlackLoadApi>(moduleBeside('./slack.worker', import.meta.url))

/** Messages that reach a target by Slack, sent from a thread of their own: see `runSlack`. */
export const slack = {
  /** How soon messages are acknowledged and answered, and whether what is not from Slack is refused. */
  run: (options: SlackOptions): Promise<Measurement[]> => threads.run('run', options),
}
