import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { systemClock } from '../../../load/clock.ts'
import { Recording } from '../../../load/measure/recording.ts'
import type { Part } from '../../../load/measure/recording.ts'
import { exampleSlo } from '../../judge/testing/example-evidence.ts'
import { describeMachine } from '../../machine.ts'
import { PARTS_FILE, PARTS_VERSION, writeLine } from '../../parts/part-line.ts'
import type { PartLine } from '../../parts/part-line.ts'
import type { RunReport } from '../../run-report.ts'
import { sampleReport } from '../../viewer/testing/sample-report.ts'

const metric = (name: string) => ({
  name,
  quantity: 'time' as const,
  unit: 'ms' as const,
  title: `The ${name}`,
  better: 'lower' as const,
  section: 'api',
  order: 1,
  overTime: true,
})

/** A run of two specs that goes on as it is told, in this process. */
export class ExampleRun {
  readonly folder: string
  readonly beganMs = systemClock.nowMs()

  /** @param folder where its own is made */
  constructor(folder: string) {
    this.folder = path.join(folder, 'run')
    mkdirSync(this.folder)
    this.append({
      kind: 'header',
      version: PARTS_VERSION,
      pid: process.pid,
      startedAtMs: this.beganMs,
      machine: describeMachine('none'),
      asked: ['latency', 'ready'],
      plan: [
        { id: 'a', title: 'the API answers', slos: ['latency'], plannedMs: 60_000 },
        { id: 'b', title: 'the page opens', slos: ['ready'], plannedMs: 30_000 },
      ],
      options: {
        runId: 'run',
        slos: ['latency', 'ready'].map(id => exampleSlo('p(95)<200', { id, metric: id, title: `SLO ${id}` })),
        declarations: { metrics: ['latency', 'ready'].map(metric), sections: [] },
        target: { name: 'reference', overrides: [] },
        settings: {},
        seeds: {},
        fleetmark: '1.0.0',
      },
    })
  }

  append(line: PartLine): void {
    appendFileSync(path.join(this.folder, PARTS_FILE), writeLine(line))
  }

  begin(step: 'a' | 'b'): void {
    this.append({ kind: 'begun', step, name: `spec ${step}`, file: 'one.spec.ts', startMs: this.beganMs })
  }

  /** Records 200 values of `latency` over 20 s. @param valueMs of each */
  record(step: 'a' | 'b', valueMs: number): void {
    const parts: Part[] = []
    const recording = new Recording(some => parts.push(...some))
    const latency = recording.histogram({ metric: 'latency', unit: 'ms', labels: {} })
    for (let n = 0; n < 200; n++) latency.record(valueMs + (n % 7), this.beganMs + n * 100)
    recording.stop()
    this.append({ kind: 'parts', step, atMs: this.beganMs + 20_000, parts })
  }

  end(step: 'a' | 'b'): void {
    const { beganMs: startMs } = this
    const result = { name: `spec ${step}`, file: 'one.spec.ts', startMs, endMs: startMs + 20_000 }
    this.append({ kind: 'ended', step, result: { ...result, outcome: 'completed' } })
  }

  /** Leaves the report of another. @param more of it */
  report(more: Partial<RunReport> = {}): void {
    writeFileSync(path.join(this.folder, 'report.json'), JSON.stringify({ ...sampleReport(), ...more }))
  }
}
