import { once } from 'node:events'
import type { ConnectionEvents, Frame } from '../transport.ts'

/** Notes all that is told of a connection, for tests. */
export class Heard implements ConnectionEvents {
  readonly frames: Frame[] = []
  /** The event of each frame; `''` where it has none. */
  readonly events: string[] = []
  readonly causes: string[] = []
  /** Why it was interrupted, and `resumed` where it went on. */
  readonly interruptions: string[] = []
  signs = 0
  readonly #news = new EventTarget()
  readonly #onFrame: () => void

  /** @param onFrame is called with each frame, once it is noted. Default: nothing is done */
  constructor(onFrame: () => void = () => {}) {
    this.#onFrame = onFrame
  }

  onFrame(frame: Frame, event = ''): void {
    this.frames.push(frame)
    this.events.push(event)
    this.#onFrame()
    this.#news.dispatchEvent(new Event('told'))
  }

  onSign(): void {
    this.signs++
    this.#news.dispatchEvent(new Event('told'))
  }

  onInterrupted(cause: string): void {
    this.interruptions.push(cause)
    this.#news.dispatchEvent(new Event('told'))
  }

  onResumed(): void {
    this.interruptions.push('resumed')
    this.#news.dispatchEvent(new Event('told'))
  }

  onClosed(cause: string): void {
    this.causes.push(cause)
    this.#news.dispatchEvent(new Event('told'))
  }

  /** Whether nothing was told. */
  get isNothing(): boolean {
    return this.frames.length + this.causes.length + this.interruptions.length + this.signs === 0
  }

  /** @returns once it holds, looked at whenever something is told */
  async until(holds: (heard: this) => boolean): Promise<void> {
    while (!holds(this)) await once(this.#news, 'told')
  }
}
