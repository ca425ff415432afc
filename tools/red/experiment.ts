import type { InstanceFault } from '../../fixtures/platform/instances/instance-faults.ts'
import type { Fault } from '../../fixtures/platform/faults.ts'
import type { ProviderFault } from '../../fixtures/provider/faults.ts'
import type { Also } from './outcome.ts'

/** Which specs a run is of: files or folders, and what their titles must match (a regular expression, default any). */
export interface Choice {
  specs: readonly string[]
  grep?: string
  /** Default `perf`. */
  project?: 'fleet' | 'ai' | 'services' | 'runtime' | 'soak'
}

/** A run of the suite against a platform with one fault, and the SLOs that it must turn red. */
export interface Experiment {
  name: string
  /** Of the platform, of its instances, or of the provider beside it. Absent: the settings name a target of the tests that has a fault of its own. */
  fault?: Fault | InstanceFault | ProviderFault
  /** Only the specs that answer the SLOs. */
  choice: Choice
  /** Settings over those of all runs: the smallest load that the sample sizes of the SLOs allow. */
  settings: Record<string, string>
  /** Ids of the SLOs that the fault must turn red. */
  reds: string[]
  /** SLOs of level `error` that it turns red as well, or may, each with a reason; any other FAIL is a defect. Default: other FAILs are told, and no defect. */
  also?: readonly Also[]
  /** The verdict that each of these must have: INVALID where what the platform tells of itself can't be believed. Default FAIL. */
  verdict?: 'INVALID'
  /** The rules of advice that know the fault's true cause: each of the SLOs must be explained by one of them. */
  advice: string[]
}
