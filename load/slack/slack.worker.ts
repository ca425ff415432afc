import { recordedTo } from '../recorded.ts'
import { expose } from '../thread.ts'
import { runSlack } from './slack-workload.ts'

/** The workload of Slack's events, run in a thread: see `slack`. */
expose((clock, sink) => ({ run: recordedTo(clock, sink)(runSlack) }))
