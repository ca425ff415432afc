import type { FurtherFigure } from '../loops/operation-record.ts'
import { RESENT, markMs } from '../loops/operation.ts'
import type { Fault, FaultKind, Mark, Operation, Outcome } from '../loops/operation.ts'
import type { RequestError } from '../request-error.ts'
import { faultOf } from './fault-of.ts'
import type { RequestFault } from './fault-of.ts'
import type { Expectation } from './request.ts'
import type { Done, Prepared, Sender } from './sender.ts'
import { serverTimingMs } from './server-timing.ts'
import type { Answered } from './wire/answered.ts'

/** The mark of an answer's head, and that of each piece of its body where they are asked for. */
const HEAD_MARK = 'head'
const CHUNK_MARK = 'chunk'

/** Among the values: how long the work itself took, as the answer says, ms. */
const WORK = 'workMs'

/** What of an answer is looked at. */
export interface HttpReading {
  /** What a good one is. Default: see `faultOf`. */
  expect?: Expectation | undefined
  /** The entry of `Server-Timing` that says how long the work itself took. Default: not looked at. */
  serverTiming?: string | undefined
}

/** What fails so does for want of something on this machine: the target was not asked. */
const OWN_LIMITS = new Set(['EMFILE', 'ENFILE', 'EADDRNOTAVAIL'])

/** What can't be formed fails so: see `RequestError`. */
const UNSENDABLE: RequestError['code'] = 'ERR_REQUEST_INVALID'

/** @returns requests, one after the other as `next` gives them, as operations */
export function httpOperation(
  sender: Sender,
  next: (index: number) => Prepared,
  reading: HttpReading,
): Operation {
  return (index, intendedMs, _signal, readyMs) =>
    new Promise(resolve => {
      const over = (done: Done): void =>
        resolve(outcomeOf(done, faultOf(done.outcome, reading.expect), reading.serverTiming))
      sender.send(next(index), intendedMs, over, readyMs)
    })
}

/** @returns how a request ended, as loops know it @param found what was wrong, if anything */
export function outcomeOf(done: Done, found: RequestFault | undefined, serverTiming?: string): Outcome {
  const { outcome, startedMs, endedMs } = done
  const fault = found && toldFault(done, found)
  if (outcome.kind !== 'answered') {
    return {
      startMs: startedMs,
      endMs: endedMs,
      fault,
      marks: undefined,
      sizes: undefined,
      values: valuesOf(done, undefined),
    }
  }
  const workMs = serverTiming === undefined ? undefined : serverTimingMs(outcome, serverTiming)
  return {
    startMs: startedMs,
    endMs: outcome.endMs,
    fault,
    marks: marksOf(outcome),
    sizes: outcome.sizes,
    values: valuesOf(done, workMs),
  }
}

/** What crosses the wire for a good answer: heads, framing and the body as it was sent, compressed or not. */
const SIZES: readonly FurtherFigure[] = [
  { name: 'size.sent', unit: 'bytes', of: ({ sizes }) => sizes?.sentBytes },
  { name: 'size.received', unit: 'bytes', of: ({ sizes }) => sizes?.receivedBytes },
]

/**
 * @returns what is kept of requests beside latency and service time: `ttfb`, `size.sent` and `size.received`, and `overhead` where the work's own time
 * is asked for
 */
export function httpFigures(serverTiming?: string): FurtherFigure[] {
  const ttfb: FurtherFigure = {
    name: 'ttfb',
    unit: 'ms',
    of(outcome) {
      const headMs = markMs(outcome, HEAD_MARK)
      return headMs === undefined ? undefined : headMs - outcome.startMs
    },
  }
  if (serverTiming === undefined) return [ttfb, ...SIZES]
  const overhead: FurtherFigure = {
    name: 'overhead',
    unit: 'ms',
    of({ startMs, endMs, values }) {
      const workMs = values?.[WORK]
      return workMs === undefined ? undefined : endMs - startMs - workMs
    },
    absence: `No answer had a header Server-Timing with an entry "${serverTiming}".`,
  }
  return [ttfb, ...SIZES, overhead]
}

function valuesOf({ resent }: Done, workMs: number | undefined): Outcome['values'] {
  if (!resent) return workMs === undefined ? undefined : { [WORK]: workMs }
  return { [RESENT]: 1, ...(workMs === undefined ? {} : { [WORK]: workMs }) }
}

function marksOf({ headMs, chunks }: Answered): Mark[] {
  const head = { name: HEAD_MARK, ms: headMs }
  return chunks === undefined ? [head] : [head, ...chunks.map(({ atMs }) => ({ name: CHUNK_MARK, ms: atMs }))]
}

function toldFault(done: Done, { cause, example }: RequestFault): Fault {
  const told = done.seq === undefined || example === '' ? example : `X-Perf-Seq ${done.seq}: ${example}`
  return { kind: kindOf(done), cause, example: told }
}

function kindOf({ outcome, lost }: Done): FaultKind {
  switch (outcome.kind) {
    case 'answered':
      return 'answer'
    case 'timed-out':
      return 'timeout'
    case 'failed':
      if (outcome.cause === UNSENDABLE) return 'unsendable'
      if (OWN_LIMITS.has(outcome.cause)) return 'own-limit'
      return lost ? 'recycled' : 'connection'
  }
}
