import type { TestResult } from '@playwright/test/reporter'
import type { Measurement } from '../load/measure/measurement.ts'
import type { Diagnosis } from './diagnosis.ts'
import type { Profile } from './profile.ts'
import type { LighthouseAudit, LoadMachine, MadeFault, UsedService } from './run-report.ts'

/** What a spec hands to the reporter, as the JSON body of an attachment named `ATTACHMENT`. */
export type Attached =
  | { kind: 'measurement'; measurement: Measurement }
  /** `file` is the path of the median run's own report, to be kept beside ours. */
  | ({ kind: 'lighthouse'; audit: Omit<LighthouseAudit, 'file'> } & Carried)
  /** What a page showed when it was ready: `file` is the path of a JPEG, to be kept beside the report. */
  | ({ kind: 'picture'; page: string } & Carried)
  /** A visit that explains others, with its pictures and its HTTP Archive. */
  | {
      kind: 'diagnosis'
      diagnosis: Omit<Diagnosis, 'frames' | 'har'>
      frames: ({ atMs: number } & Carried)[]
      har: Carried
    }
  /** Where the target's time went, or what it allocated: `file` is the path of the whole profile, to be kept beside the report as `name`. */
  | ({ kind: 'profile'; profile: Omit<Profile, 'file'>; name: string } & Carried)
  /** A service behind the target that the spec has worked with. */
  | { kind: 'service'; service: UsedService }
  /** A fault that the spec made. */
  | { kind: 'fault'; fault: MadeFault }
  /** A machine that made load; of what is told of it several times, the worst stands. */
  | { kind: 'machine'; machine: LoadMachine }
  /** Where the target runs, and the browser's name and version where one was launched. */
  | { kind: 'context'; browser?: string | undefined; baseURL: string }
  /** The spec has handed over all that it measured. */
  | { kind: 'finished' }

/** A file that goes with what is handed over. */
export interface Carried {
  /** Its path where it was made. */
  file: string
  /** Name of Playwright's attachment that brings it to where shards are merged. */
  attachment: string
}

/** Name by which the reporter knows its attachments. */
export const ATTACHMENT = 'fleetmark'

/** Type of the annotations by which a test says which SLOs it answers. */
export const SLO_ANNOTATION = 'slo'

/** Type of the annotation by which a test says how long it takes by the settings: `61500 ms`. */
export const PLAN_ANNOTATION = 'planned'

/** How the error of a spec begins that ran to its end, but whose SLOs are not met. */
export const SLOS_NOT_MET = 'SLOs not met'

/** What an error says after which the rest of the run could measure nothing: the run ends with it. */
export const RUN_ENDS = 'The run ends here.'

/** @returns what a spec handed over, each file where Playwright has it: of a merged shard, where its blob report was unpacked */
export function attachedOf(attachments: TestResult['attachments']): Attached[] {
  const found = <C extends Carried>(one: C): C => {
    const { path } = attachments.find(({ name }) => name === one.attachment) ?? {}
    return { ...one, file: path ?? one.file }
  }
  return attachments
    .flatMap(({ name, body }) =>
      name === ATTACHMENT && body ? [JSON.parse(body.toString()) as Attached] : [],
    )
    .map(one => {
      if (one.kind === 'diagnosis') return { ...one, frames: one.frames.map(found), har: found(one.har) }
      return 'attachment' in one ? found(one) : one
    })
}
