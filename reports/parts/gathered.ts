import type { Measurement } from '../../load/measure/measurement.ts'
import type { Attached } from '../evidence-attachment.ts'
import { fileName } from '../file-name.ts'
import type { KeptFile } from '../run-folder.ts'
import type { LighthouseAudit, PagePicture } from '../run-report.ts'

/** What the specs of a run handed over, put together. */
export class Gathered {
  readonly measurements: Measurement[] = []
  readonly lighthouse: LighthouseAudit[] = []
  readonly pictures: PagePicture[] = []
  readonly kept: KeptFile[] = []
  browser = 'none'
  baseURL = 'none'

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
      case 'context':
        this.browser = attached.browser
        this.baseURL = attached.baseURL
        return
      case 'finished':
    }
  }
}
