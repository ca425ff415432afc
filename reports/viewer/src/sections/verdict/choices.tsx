import type { ComponentChildren } from 'preact'

interface ChoicesProps<Option extends string> {
  label: string
  options: readonly Option[]
  /** Empty: all. */
  chosen: Option | ''
  count: (option: Option) => number
  name: (option: Option) => ComponentChildren
  choose: (option: Option | '') => void
}

/** Buttons of which one is pressed: all, or one option with its count. Options that nothing has are left out. */
export function Choices<Option extends string>(props: ChoicesProps<Option>) {
  const { label, options, chosen, count, name, choose } = props
  return (
    <div class="choices" role="group" aria-label={`Filter by ${label.toLowerCase()}`}>
      <button type="button" class="choice" aria-pressed={chosen === ''} onClick={() => choose('')}>
        Any {label.toLowerCase()}
      </button>
      {options
        .filter(option => count(option) > 0)
        .map(option => (
          <button
            key={option}
            type="button"
            class="choice"
            aria-pressed={chosen === option}
            onClick={() => choose(chosen === option ? '' : option)}
          >
            {name(option)} <span class="soft-count">{count(option)}</span>
          </button>
        ))}
    </div>
  )
}
