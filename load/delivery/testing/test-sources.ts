import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Measurement, SamplesData } from '../../measure/measurement.ts'
import { Recording } from '../../measure/recording.ts'
import { measureDelivery } from '../delivery.ts'
import type { Build } from '../delivery.ts'

/** A folder of sources that a test builds: `source.txt`, and the commands. */
export class TestSources {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'fleetmark-sources-'))
  /** What commands know as DELIVERY_LOG; made by the first that writes it. */
  readonly log = path.join(this.folder, 'log.txt')

  constructor() {
    writeFileSync(path.join(this.folder, 'source.txt'), 'source')
  }

  /** @returns a command that runs JavaScript, which has `fs`, from a file of the sources */
  command(name: string, code: string): string {
    writeFileSync(path.join(this.folder, `${name}.cjs`), `const fs = require('node:fs')\n${code}`)
    return `node ${name}.cjs`
  }

  /** Measures it in two rounds, if it does not say otherwise. */
  measure(build: Build): Promise<Measurement[]> {
    const { folder, log } = this
    const env = { ...process.env, DELIVERY_LOG: log }
    return measureDelivery({ folder, rounds: 2, ...build }, env, new Recording())
  }

  remove(): void {
    rmSync(this.folder, { recursive: true })
  }
}

/** @param label a value of one of their labels. Default: whatever they have */
export const pointsOf = (
  measured: readonly Measurement[],
  metric: string,
  label?: string,
): SamplesData['points'] =>
  measured
    .filter(
      one => one.metric === metric && (label === undefined || Object.values(one.labels).includes(label)),
    )
    .flatMap(({ data }) => (data.kind === 'samples' ? data.points : []))
