import { isMainThread } from 'node:worker_threads'

/** Ends the thread that it is in, unless that is the process's own. @returns what it was given */
export const run = (text: string): string => (isMainThread ? text : process.exit(3))
