import type { LoadMachine } from '../../../run-report.ts'
import { formatValue } from '../../../format.ts'
import { clockText } from '../../../wording/load-machines.ts'
import { Caption } from './table/caption.tsx'
import { NumberHeads } from './table/number-heads.tsx'

/** The machines that made the load, where it was not the one of the run. */
export function LoadMachines({ machines }: { machines: readonly LoadMachine[] }) {
  return (
    <div class="card scroll" tabIndex={0}>
      <table class="load-machines">
        <Caption>Machines that made load. Their times are told by the clock of the run.</Caption>
        <thead>
          <tr>
            <th scope="col">Worker</th>
            <NumberHeads names={['Cores', 'Memory']} />
            <th scope="col">Its own clock</th>
            <th scope="col">To the end</th>
          </tr>
        </thead>
        <tbody>
          {machines.map(machine => (
            <tr key={machine.name}>
              <th scope="row" class="row-name break">
                {machine.name}
                <div class="small soft">
                  {machine.cpu}, {machine.os}, Node {machine.node}
                </div>
              </th>
              <td class="number">{machine.cores}</td>
              <td class="number">{formatValue(machine.memoryBytes, 'bytes')}</td>
              <td>{clockText(machine)}</td>
              <td class="break">{machine.lost === undefined ? 'there' : `lost: it ${machine.lost}`}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
