import type { Measurement } from '../load/measure/measurement.ts'
import type { Calibration } from './calibration/calibration.ts'
import type { Diagnosis } from './diagnosis.ts'
import { withPairs } from './compare/pairs/with-pairs.ts'
import { drawCurves } from './curve.ts'
import { fitMeasurements } from './fit-measurements.ts'
import { fillDeclarations } from './stored/declared.ts'
import { SCHEMA_VERSION } from './stored/upgrade.ts'
import type { Declarations } from './stored/declared.ts'
import { judge } from './judge/judge.ts'
import { reportFigures } from './judge/reported.ts'
import type { Profile } from './profile.ts'
import type { Slo } from './judge/slo.ts'
import { concludeRun } from './judge/conclude-run.ts'
import { summariseCategories } from './judge/summary.ts'
import { describeMachine, shortHash, withBrowser } from './machine.ts'
import { isCut } from './wording/is-cut.ts'
import type { Machine } from './machine.ts'
import type {
  LighthouseAudit,
  MadeFault,
  LoadMachine,
  NotAsked,
  PagePicture,
  Shard,
  Step,
  RunReport,
  UsedService,
} from './run-report.ts'

/** What is known when a run has ended. */
export interface RunFacts {
  id: string
  startedAtMs: number
  endedAtMs: number
  interrupted: boolean
  /** Ids of other runs that were under way on the machine. Default: none. */
  beside?: readonly string[]
  fleetmark: string
  settings: Record<string, string>
  /** See `RunReport`. */
  changed?: string[]
  target: RunReport['target']
  browser: string
  /** What the run was taken on; its browser is `browser`. Default: this machine. */
  machine?: Machine | undefined
  /** What the run was merged of. Default: it was not. */
  shards?: readonly Shard[]
  steps: Step[]
  measurements: Measurement[]
  lighthouse: LighthouseAudit[]
  pictures?: PagePicture[]
  diagnoses?: Diagnosis[]
  /** Default: none. */
  profiles?: Profile[]
  /** Default: none. */
  services?: UsedService[]
  /** Default: none. */
  faults?: MadeFault[]
  /** Default: none but the run's own. */
  machines?: LoadMachine[]
  errors: string[]
  /** Every SLO there is. */
  slos: Slo[]
  /** Of every metric that could have been recorded. */
  declarations: Declarations
  /** What is no part of the target. */
  notAsked?: NotAsked[] | undefined
  /** The ids of those that the executed specs were to answer. */
  asked: ReadonlySet<string>
  seeds: Record<string, number>
  /** The last calibration, when there is one that can be read. */
  calibration?: Calibration | undefined
}

/** @returns the document of a run: everything judged, in one place */
export function composeReport(facts: RunFacts): RunReport {
  const { steps, errors, lighthouse, target, services = [], faults = [] } = facts
  const measurements = fitMeasurements(facts.measurements)
  const slos = facts.slos.filter(slo => facts.asked.has(slo.id))
  const judgements = judge(slos, measurements)
  const broken = steps.some(isCut) || errors.length > 0
  const status = facts.interrupted ? 'interrupted' : broken ? 'failed' : 'complete'
  const report: Omit<RunReport, 'metrics' | 'sections'> = {
    schemaVersion: SCHEMA_VERSION,
    run: {
      id: facts.id,
      startedAt: new Date(facts.startedAtMs).toISOString(),
      endedAt: new Date(facts.endedAtMs).toISOString(),
      status,
      ...concludeRun(status === 'complete', judgements, measurements),
      fleetmark: facts.fleetmark,
      settings: facts.settings,
      ...(facts.changed && { changed: facts.changed }),
      ...(facts.beside && facts.beside.length > 0 && { beside: [...facts.beside] }),
    },
    machine: facts.machine ? withBrowser(facts.machine, facts.browser) : describeMachine(facts.browser),
    ...(facts.shards && facts.shards.length > 0 && { shards: [...facts.shards] }),
    ...(facts.calibration && { calibration: facts.calibration }),
    target,
    ...(services.length > 0 && { services }),
    ...(faults.length > 0 && { faults: faults.toSorted((a, b) => a.startMs - b.startMs) }),
    ...(facts.machines && facts.machines.length > 0 && { machines: facts.machines }),
    slos,
    notAsked: facts.notAsked ?? [],
    slosHash: shortHash(facts.slos),
    seeds: facts.seeds,
    steps,
    measurements,
    curves: drawCurves(measurements),
    judgements,
    reported: reportFigures(slos, measurements),
    categories: summariseCategories(judgements),
    lighthouse,
    pictures: facts.pictures ?? [],
    diagnoses: facts.diagnoses ?? [],
    ...(facts.profiles && facts.profiles.length > 0 && { profiles: facts.profiles }),
    errors,
  }
  return withPairs(fillDeclarations(report, facts.declarations))
}
