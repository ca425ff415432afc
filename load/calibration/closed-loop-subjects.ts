import type { TruthServerOptions } from './truth/truth-server.ts'

/** One behaviour of a server, and how it is asked for. */
export interface Subject {
  subject: string
  /** What the server is told to do: see `truth-server.ts`. */
  query: string
  options?: TruthServerOptions
  connections: number
  /** To compare at: none on the edge between two modes. */
  percentiles: readonly number[]
}

/** What the closed loop is held against, in groups that do not disturb each other. */
export const CLOSED_LOOP_SUBJECTS: readonly (readonly Subject[])[] = [
  [
    { subject: 'fixed 50 ms', query: 'delayMs=50', connections: 10, percentiles: [50, 95, 99] },
    {
      subject: '20 ms, 1 of 5 an error after 1 ms',
      query: 'delayMs=20&failEvery=5&failMs=1',
      connections: 4,
      percentiles: [5, 50, 95],
    },
    {
      subject: '7 ms, connections closed every 100 answers',
      query: 'delayMs=7',
      options: { closeAfter: 100 },
      connections: 4,
      percentiles: [50, 95],
    },
  ],
  [
    { subject: 'fixed 5 ms', query: 'delayMs=5', connections: 4, percentiles: [50, 95, 99] },
    { subject: 'fixed 500 ms', query: 'delayMs=500', connections: 50, percentiles: [50, 95] },
  ],
  [
    {
      subject: '90 % 10 ms, 10 % 200 ms',
      query: 'delayMs=10&slowEvery=10&slowMs=200',
      connections: 5,
      percentiles: [50, 85, 95],
    },
    {
      subject: '10 ms, 1 of 50 never answered',
      query: 'delayMs=10&hangEvery=50',
      connections: 5,
      percentiles: [50, 95],
    },
  ],
]
