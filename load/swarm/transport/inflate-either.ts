import { Transform } from 'node:stream'
import type { TransformCallback } from 'node:stream'
import zlib from 'node:zlib'
import { isZlib } from '../../content-coding.ts'

/** Decompresses `deflate` as it comes, of zlib's format or bare: the first two bytes tell which. */
export class InflateEither extends Transform {
  readonly #options: zlib.ZlibOptions
  #begun = Buffer.alloc(0)
  #inflate: zlib.Inflate | zlib.InflateRaw | undefined

  constructor(options: zlib.ZlibOptions) {
    super()
    this.#options = options
  }

  override _transform(chunk: Buffer, _: BufferEncoding, done: TransformCallback): void {
    if (this.#inflate) {
      this.#inflate.write(chunk, done)
      return
    }
    this.#begun = Buffer.concat([this.#begun, chunk])
    if (this.#begun.length < 2) return done()
    const inflate = isZlib(this.#begun)
      ? zlib.createInflate(this.#options)
      : zlib.createInflateRaw(this.#options)
    inflate.on('data', (bytes: Buffer) => this.push(bytes)).on('error', error => this.destroy(error))
    this.#inflate = inflate
    inflate.write(this.#begun, done)
  }

  override _flush(done: TransformCallback): void {
    if (this.#inflate) this.#inflate.once('end', () => done()).end()
    else done()
  }
}
