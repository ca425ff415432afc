import type { Column } from './case.ts'

/** Where somebody says otherwise than is expected, and that is known. */
export interface Deviation {
  /** The case, as `group: name`. */
  of: string
  column: Column
  says: string
  because: string
}

/** What several cases, or several who are asked, have in common. */
interface Common {
  columns: readonly Column[]
  /** What is said, and the cases of a group of which it is. */
  says: readonly (readonly [says: string, group: string, ...names: string[]])[]
  because: string
}

const SENDER: readonly Column[] = ['open loop', 'closed loop', 'users']

const KNOWN: readonly Common[] = [
  {
    columns: [...SENDER, 'pollers'],
    because:
      'The 408 counts as the answer. Chromium takes it for an end of the idle connection, and sends again.',
    says: [['good + status 408', 'Connections that end', '408 to the second request, and closed']],
  },
  {
    columns: ['viewers'],
    because: 'Text is not checked to be UTF-8: of 100 kB to 50 viewers that costs more than all the rest.',
    says: [['open, wrong messages', 'WebSockets', 'text that is no UTF-8']],
  },
  {
    columns: ['browser'],
    because: 'Chromium takes a head that ends with its connection for a whole one.',
    says: [
      [
        'wrong body',
        'Answers that are cut off',
        'the end within the head',
        'the end before the empty line',
        'the end within the status line',
      ],
      ['good + wrong body', 'Connections that end', 'the second answer is cut off within its head'],
    ],
  },
  {
    columns: ['browser'],
    because:
      'Chromium passes over what is wrong in a head, and reads on. The engines do not: it can be read in two ways.',
    says: [
      [
        'good',
        'What is no HTTP',
        'a status of two digits',
        'a length below 0',
        'a length that is no number',
        'a line that is no field',
        'a blank before the colon',
      ],
      ['cut off', 'What is no HTTP', 'a change of protocol that nobody asked for'],
    ],
  },
  {
    columns: [...SENDER, 'browser'],
    because:
      'Chromium shows what it could decompress, and does not say that there is more; the sender is like it.',
    says: [
      ['wrong body', 'Compression', 'gzip that is broken within'],
      ['good', 'Compression', 'gzip that is cut, in a body that is not'],
    ],
  },
  {
    columns: ['browser'],
    because: 'Chromium reads the first member of gzip, and drops what follows; RFC 1952 lets members follow.',
    says: [['wrong body', 'Compression', 'gzip in two members']],
  },
]

/** All that are known. One that is not seen any more is told, as one that is new. */
export const DEVIATIONS: readonly Deviation[] = KNOWN.flatMap(({ columns, says: said, because }) =>
  said.flatMap(([says, group, ...names]) =>
    names.flatMap(name => columns.map(column => ({ of: `${group}: ${name}`, column, says, because }))),
  ),
)
