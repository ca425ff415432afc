import { useMemo, useState } from 'preact/hooks'
import { formatCount, formatRatio, formatValue } from '../../../../format.ts'
import type { Profile } from '../../../../profile.ts'
import { fileLink } from '../../model/file-link.ts'
import { functionCosts, ownerOf, searchFlame, type Owner } from '../../model/profile/flame.ts'
import { Caption } from '../table/caption.tsx'
import { NumberHeads } from '../table/number-heads.tsx'
import { FlameGraph } from './flame-graph.tsx'

const WORDS: Readonly<Record<Profile['unit'], { title: string; of: string }>> = {
  ms: { title: 'CPU profile: where its time went', of: 'in which it was busy' },
  bytes: { title: 'Heap profile: what it allocated', of: 'allocated, garbage too' },
  count: { title: 'Profile: where it was found', of: 'samples' },
}

const OWNERS: readonly { owner: Owner; name: string }[] = [
  { owner: 'own', name: 'its own' },
  { owner: 'package', name: 'packages' },
  { owner: 'runtime', name: 'runtime' },
]

/** So many functions are in the table. */
const MOST_FUNCTIONS = 15

/** Profiles of the target, folded: nothing of one is worked out before it is opened. */
export function Profiles({ profiles }: { profiles: readonly Profile[] }) {
  return (
    <div class="stack">
      <h3>Profiles of the target</h3>
      <p class="lead">
        Taken under a load that came after all that was measured; nothing is judged by it. What profiling cost
        is among the values below.
      </p>
      {profiles.map(profile => (
        <ProfileFold key={profile.file} profile={profile} />
      ))}
    </div>
  )
}

function ProfileFold({ profile }: { profile: Profile }) {
  const [isOpen, setOpen] = useState(false)
  const { unit, tree, file } = profile
  return (
    <details class="card padded profile" onToggle={event => setOpen(event.currentTarget.open)}>
      <summary>
        {WORDS[unit].title}{' '}
        <span class="soft">
          {formatValue(tree.total, unit)} {WORDS[unit].of}
        </span>
      </summary>
      {isOpen && <ProfileView profile={profile} />}
      <p class="small">
        <a class="break" href={fileLink(file)}>
          {file}
        </a>{' '}
        <span class="soft">
          the whole of it, for the developer tools of a browser or{' '}
          {unit === 'bytes' ? 'another viewer' : 'speedscope.app'}
        </span>
      </p>
    </details>
  )
}

function ProfileView({ profile }: { profile: Profile }) {
  const [words, setWords] = useState('')
  const { tree, unit } = profile
  const costs = useMemo(() => functionCosts(tree).slice(0, MOST_FUNCTIONS), [tree])
  const { found, total } = useMemo(() => searchFlame(tree, words), [tree, words])
  const share = (amount: number): string =>
    `${formatValue(amount, unit)} (${formatRatio(tree.total === 0 ? 0 : amount / tree.total)})`
  return (
    <div class="stack profile-view">
      <p class="soft small">
        A call is as wide as what was sampled in it and in all that it called; what it called is under it, the
        largest left. A click or Enter zooms, the top row or Escape shows all. Calls too small to be seen are
        left out.
      </p>
      <div class="profile-controls">
        <input
          type="search"
          class="slo-search"
          aria-label="Search functions and files of the profile"
          placeholder="Search functions"
          value={words}
          onInput={event => setWords(event.currentTarget.value)}
        />
        <output class="small soft">
          {words.trim() !== '' && `Functions found: ${formatCount(found.size)}, with ${share(total)}`}
        </output>
        <ul class="legend small">
          {OWNERS.map(({ owner, name }) => (
            <li key={owner}>
              <span class={`swatch flame-swatch-${owner}`} />
              {name}
            </li>
          ))}
        </ul>
      </div>
      <FlameGraph profile={profile} found={found} />
      <div class="scroll" tabIndex={0}>
        <table>
          <Caption>The functions in which most was sampled</Caption>
          <thead>
            <tr>
              <th scope="col">Function</th>
              <NumberHeads names={['Itself', 'With all that it called']} />
              <th scope="col">Whose</th>
            </tr>
          </thead>
          <tbody>
            {costs.map(({ functionIndex, self, total: all }) => {
              const { name = '', file = '', line = 0 } = tree.functions[functionIndex] ?? {}
              return (
                <tr key={functionIndex}>
                  <th scope="row" class="profile-function">
                    {name}
                    {file !== '' && (
                      <div class="small soft">
                        {file}:{line}
                      </div>
                    )}
                  </th>
                  <td class="number">{share(self)}</td>
                  <td class="number">{share(all)}</td>
                  <td>{OWNERS.find(({ owner }) => owner === ownerOf(file))?.name}</td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </div>
    </div>
  )
}
