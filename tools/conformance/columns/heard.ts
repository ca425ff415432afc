import { once } from 'node:events'
import type { ConnectionEvents, Frame } from '../../../load/swarm/transport/transport.ts'

/** What a stream that stays open is still listened to after all that was to come has come: more would be wrong. */
const MORE_MS = 60

/** What never comes is waited for so long. */
const PATIENCE_MS = 10_000

/** Notes what a transport tells. */
export class Heard implements ConnectionEvents {
  /** Bytes as latin1; `undefined` is a sign of life. */
  readonly told: (string | undefined)[] = []
  cause: string | undefined
  readonly #news = new EventTarget()

  onFrame(frame: Frame): void {
    this.#note(typeof frame === 'string' ? frame : frame.toString('latin1'))
  }

  onSign(): void {
    this.#note(undefined)
  }

  onClosed(cause: string): void {
    this.cause = cause
    this.#news.dispatchEvent(new Event('told'))
  }

  /** @returns once it has ended, or there is as much as was waited for and a little time for more, or it is no use to wait */
  async until(isEnough: () => boolean): Promise<void> {
    await this.#wait(isEnough, PATIENCE_MS)
    await this.#wait(() => false, MORE_MS)
  }

  async #wait(isEnough: () => boolean, ms: number): Promise<void> {
    const signal = AbortSignal.timeout(ms)
    while (this.cause === undefined && !signal.aborted && !isEnough()) {
      await once(this.#news, 'told', { signal }).catch(() => undefined)
    }
  }

  #note(told: string | undefined): void {
    this.told.push(told)
    this.#news.dispatchEvent(new Event('told'))
  }
}
