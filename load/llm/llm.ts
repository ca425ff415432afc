import { moduleBeside } from '../module-beside.ts'
import { ThreadPool } from '../thread-pool.ts'
import type { AtOnceOptions } from './at-once.ts'
import type { LimitOptions } from './limit.ts'
import type { ClosedLlmOptions, LlmResult, OpenLlmOptions } from './llm-load.ts'
import type { ThroughOptions } from './through.ts'

type LlmApi = {
  open(options: OpenLlmOptions): Promise<LlmResult>
  closed(options: ClosedLlmOptions): Promise<LlmResult>
  atOnce(options: AtOnceOptions): Promise<LlmResult>
  limit(options: LimitOptions): Promise<LlmResult>
  through(options: ThroughOptions): Promise<LlmResult>
}

const threads = new ThreadPool<LlmApi>(moduleBeside('./llm.worker', import.meta.url))

/** Calls to a provider of language models, made in a thread of its own. Each tells what it spent, too. */
export const llm = {
  /** At intended times: see `openLlmLoad`. */
  open: (options: OpenLlmOptions): Promise<LlmResult> => threads.run('open', options),
  /** As many as come back: see `closedLlmLoad`. */
  closed: (options: ClosedLlmOptions): Promise<LlmResult> => threads.run('closed', options),
  /** Many at once against one: see `measureAtOnce`. */
  atOnce: (options: AtOnceOptions): Promise<LlmResult> => threads.run('atOnce', options),
  /** Past a limit and back: see `measureLimit`. */
  limit: (options: LimitOptions): Promise<LlmResult> => threads.run('limit', options),
  /** Through a platform: see `measureThrough`. */
  through: (options: ThroughOptions): Promise<LlmResult> => threads.run('through', options),
}
