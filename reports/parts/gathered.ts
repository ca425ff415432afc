import type { Measurement } from '../../load/measure/measurement.ts'
import type { Attached } from '../evidence-attachment.ts'
import type { Diagnosis } from '../diagnosis.ts'
import { fileName } from '../files/file-name.ts'
import type { KeptFile } from '../run-folder.ts'
import type { Profile } from '../profile.ts'
import type { LighthouseAudit, LoadMachine, MadeFault, PagePicture, UsedService } from '../run-report.ts'

/** What the specs of a run handed over, put together. */
export class Gathered {
  readonly measurements: Measurement[] = []
  readonly lighthouse: LighthouseAudit[] = []
  readonly pictures: PagePicture[] = []
  readonly diagnoses: Diagnosis[] = []
  readonly profiles: Profile[] = []
  readonly faults: MadeFault[] = []
  readonly kept: KeptFile[] = []
  readonly #services = new Map<string, UsedService>()
  readonly #machines = new Map<string, LoadMachine>()
  browser = 'none'
  baseURL = 'none'

  /** By name. */
  get services(): UsedService[] {
    return [...this.#services.values()].toSorted((a, b) => a.name.localeCompare(b.name))
  }

  /** By name. */
  get machines(): LoadMachine[] {
    return [...this.#machines.values()].toSorted((a, b) => a.name.localeCompare(b.name))
  }

  /** All but where the target runs and the files. */
  get facts() {
    const { browser, measurements, lighthouse, pictures, diagnoses, profiles, services, faults, machines } =
      this
    return { browser, measurements, lighthouse, pictures, diagnoses, profiles, services, faults, machines }
  }

  take(attached: Attached): void {
    switch (attached.kind) {
      case 'measurement':
        this.measurements.push(attached.measurement)
        return
      case 'lighthouse': {
        const file = `lighthouse/${fileName(`${attached.audit.page}-${attached.audit.formFactor}`)}.html`
        this.lighthouse.push({ ...attached.audit, file })
        this.kept.push({ from: attached.file, to: file })
        return
      }
      case 'picture': {
        const file = `pages/${this.pictures.length + 1}.jpg`
        this.pictures.push({ page: attached.page, file })
        this.kept.push({ from: attached.file, to: file })
        return
      }
      case 'diagnosis': {
        const name = `pages/visit-${this.diagnoses.length + 1}`
        const frames = attached.frames.map(({ atMs, file }, index) => {
          const to = `${name}-${index + 1}.jpg`
          this.kept.push({ from: file, to })
          return { atMs, file: to }
        })
        this.kept.push({ from: attached.har.file, to: `${name}.har` })
        this.diagnoses.push({ ...attached.diagnosis, frames, har: `${name}.har` })
        return
      }
      case 'profile': {
        const name = fileName(attached.name)
        const isTaken = this.profiles.some(({ file }) => file === `profiles/${name}`)
        const file = `profiles/${isTaken ? `${this.profiles.length + 1}-` : ''}${name}`
        this.profiles.push({ ...attached.profile, file })
        this.kept.push({ from: attached.file, to: file })
        return
      }
      case 'service': {
        const { name, version, source } = attached.service
        this.#services.set(`${name} ${version} ${source}`, attached.service)
        return
      }
      case 'fault':
        this.faults.push(attached.fault)
        return
      case 'machine':
        this.#machines.set(
          attached.machine.name,
          together(this.#machines.get(attached.machine.name), attached.machine),
        )
        return
      case 'context':
        if (attached.browser !== undefined) this.browser = attached.browser
        this.baseURL = attached.baseURL
        return
      case 'finished':
    }
  }
}

/** What is told of a machine by one process of the run after another: that it was lost once stands, and how uncertain its clock was at the worst. */
function together(before: LoadMachine | undefined, now: LoadMachine): LoadMachine {
  const { clock = before?.clock, lost = before?.lost } = now
  const errorMs = Math.max(clock?.errorMs ?? 0, before?.clock?.errorMs ?? 0)
  return { ...now, ...(clock && { clock: { ...clock, errorMs } }), ...(lost !== undefined && { lost }) }
}
