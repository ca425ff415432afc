/** What can be told of a process tree or a runtime. */
export const FIGURES = [
  'cpu',
  'memory',
  'heap',
  'threads',
  'descriptors',
  'sockets',
  'loopDelay',
  'pauses',
] as const
export type Figure = (typeof FIGURES)[number]

/** A pause of a garbage collector. */
export interface Pause {
  /** Which of its collections: of a V8 engine `minor`, `major`, `incremental` or `weak`. */
  kind: string
  /** When it began, epoch ms of this machine. */
  atMs: number
  lastedMs: number
}

/** What a source told at one time. A figure that it could not tell just then is left out. */
export interface ResourceReading {
  /** Busy cores since the last reading: 1 is a whole one. */
  cpu?: number
  /** Resident memory, bytes. */
  memory?: number
  /** Memory that objects of the runtime take, bytes. */
  heap?: number
  threads?: number
  /** Open files, sockets among them. */
  descriptors?: number
  sockets?: number
  /** The longest that the event loop was held up since the last reading, ms. */
  loopDelay?: number
  /** Those that ended since the last reading. */
  pauses?: readonly Pause[]
  /** How often what is read was started anew since it was read first. */
  restarts?: number
  /** Why figures are not told that this source tells elsewhere: a sentence each. */
  untold?: Partial<Record<Figure, string>>
}

/** Where a target's use of its machine is read. */
export interface ResourceSource {
  /** What it can tell. */
  readonly tells: readonly Figure[]
  /** @throws ResourceError with a sentence when it can't be read now */
  read(): Promise<ResourceReading>
  /** Leaves what is read as it was. */
  close(): Promise<void>
}
