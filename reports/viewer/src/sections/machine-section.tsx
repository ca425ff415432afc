import type { ComponentChildren } from 'preact'
import type { RunReport } from '../../../run-report.ts'
import { formatCount, formatDuration, formatElapsed, formatValue } from '../../../format.ts'
import { serviceText } from '../../../wording/service-text.ts'
import { zeroOf } from '../model/axis/panels.ts'
import { LoadMachines } from './load-machines.tsx'
import { Caption } from './table/caption.tsx'
import { NumberHeads } from './table/number-heads.tsx'
import { SectionTitle } from '../section-title.tsx'

/** What the numbers were taken on: machine, versions, settings, steps, and where the rest of the run lies. */
export function MachineSection({ report }: { report: RunReport }) {
  const { machine, machines = [], run, shards = [], target, services = [], notAsked = [] } = report
  return (
    <section id="machine" class="section" aria-labelledby="machine-title">
      <SectionTitle id="machine">Machine, versions, settings</SectionTitle>
      <div class="columns">
        <Facts
          title="Machine"
          facts={[
            ['Processor', machine.cpu],
            ['Cores', String(machine.cores)],
            ['Memory', formatValue(machine.memoryBytes, 'bytes')],
            ['System', machine.os],
          ]}
        />
        <Facts
          title="Versions"
          facts={[
            ['Fleetmark', run.fleetmark],
            ['Node', machine.node],
            ['Browser', machine.browser],
            ['Target', `${target.name}, ${target.baseURL}`],
            ...services.map(service => [service.name, serviceText(service)] as const),
            ['Run', run.id],
            ...(run.sent === undefined ? [] : [['Sent', run.sent] as const]),
          ]}
        />
        {shards.length > 0 && (
          <Facts
            title="Shards"
            facts={shards.map(({ shard, machine: own }) => [
              shard,
              `${own.cpu}, ${own.cores} cores, ${own.os}`,
            ])}
          />
        )}
        {notAsked.length > 0 && (
          <Facts
            title="Not part of this target"
            facts={notAsked.map(({ title, field, slos }) => [
              <>
                {title} (<code>{field}</code>)
              </>,
              slos.join(', '),
            ])}
          />
        )}
      </div>
      {machines.length > 0 && <LoadMachines machines={machines} />}
      <SettingsFold run={run} />
      {report.steps.length === 0 ? (
        <p class="empty">No step ran.</p>
      ) : (
        <StepFold steps={report.steps} zeroMs={zeroOf(report)} />
      )}
      <p class="soft">
        The same data stand in <a href="report.json">report.json</a>, a summary in{' '}
        <a href="summary.md">summary.md</a>, both beside this file.
      </p>
    </section>
  )
}

function Facts({
  title,
  facts,
}: {
  title: string
  facts: readonly (readonly [ComponentChildren, string])[]
}) {
  return (
    <div class="card padded stack">
      <h3>{title}</h3>
      {facts.length === 0 ? (
        <p class="soft">All at their defaults.</p>
      ) : (
        <dl class="facts">
          {facts.map(([name, value], index) => (
            <FactLine key={index} name={name} value={value} />
          ))}
        </dl>
      )}
    </div>
  )
}

function FactLine({ name, value }: { name: ComponentChildren; value: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </>
  )
}

function SettingsFold({ run: { settings, changed } }: { run: RunReport['run'] }) {
  const all = Object.entries(settings)
  const note =
    changed && (changed.length === 0 ? ', all at their defaults' : `, ${changed.length} changed (in bold)`)
  return (
    <details class="card fold">
      <summary>
        Settings: {formatCount(all.length)}
        {note}
      </summary>
      <dl class="facts settings">
        {all.map(([name, value]) => (
          <div key={name}>
            <dt>
              <code>{name}</code>
            </dt>
            <dd class={changed?.includes(name) ? 'changed' : undefined}>{shortNumber(value)}</dd>
          </div>
        ))}
      </dl>
    </details>
  )
}

/** A number of many digits, as 1000 a minute is a second, to four of them; anything else as it is. */
const shortNumber = (value: string): string =>
  /^\d+\.\d{4,}$/.test(value) ? String(Number(Number(value).toPrecision(4))) : value

function StepFold({ steps, zeroMs }: { steps: RunReport['steps']; zeroMs: number }) {
  const strange = steps.filter(({ outcome }) => outcome !== 'completed')
  return (
    <details class="card fold">
      <summary>
        Steps: {formatCount(steps.length)}, {formatCount(steps.length - strange.length)} completed
      </summary>
      <StepTable steps={steps} zeroMs={zeroMs} />
    </details>
  )
}

function StepTable({ steps, zeroMs }: { steps: RunReport['steps']; zeroMs: number }) {
  const isTold = steps.some(({ message }) => message !== undefined)
  return (
    <div class="scroll" tabIndex={0}>
      <table>
        <Caption>The steps of the run in the order of their start.</Caption>
        <thead>
          <tr>
            <th scope="col">Step</th>
            <NumberHeads names={['From', 'Took']} />
            <th scope="col">Outcome</th>
            {isTold && <th scope="col">Message</th>}
          </tr>
        </thead>
        <tbody>
          {steps.map(step => (
            <tr key={`${step.file} ${step.name} ${step.startMs}`}>
              <th scope="row" class="row-name break">
                {step.name}
                <div class="small soft">
                  <code>{step.file}</code>
                </div>
              </th>
              <td class="number">{formatElapsed((step.startMs - zeroMs) / 1000)}</td>
              <td class="number">{formatDuration(step.endMs - step.startMs)}</td>
              <td class={`outcome outcome-${step.outcome}`}>{step.outcome}</td>
              {isTold && <td class="step-message break">{step.message ?? ''}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
