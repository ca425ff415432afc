/**
 * The filled buckets of a histogram in ascending order, packed: for each the step of its index from the one before and its count, as numbers of
 * seven bits a byte. A second of 200 values takes 400 bytes; the histogram it came from 40 kB.
 */
export type PackedCounts = Uint8Array

/** The longest a number gets: seven bits a byte, of 53. */
const LONGEST_NUMBER = 8

/** Packs buckets one after another. They must come in ascending order. */
export class Packer {
  #bytes = new Uint8Array(256)
  #length = 0
  #last = 0

  add(index: number, count: number): void {
    if (this.#length + 2 * LONGEST_NUMBER > this.#bytes.length) this.#grow()
    this.#number(index - this.#last)
    this.#number(count)
    this.#last = index
  }

  /** @returns what was packed; the packer is empty again */
  take(): PackedCounts {
    const packed = this.#bytes.slice(0, this.#length)
    this.#length = 0
    this.#last = 0
    return packed
  }

  #number(value: number): void {
    let left = value
    while (left >= 128) {
      this.#bytes[this.#length++] = (left % 128) | 128
      left = Math.floor(left / 128)
    }
    this.#bytes[this.#length++] = left
  }

  #grow(): void {
    const bytes = new Uint8Array(2 * this.#bytes.length)
    bytes.set(this.#bytes)
    this.#bytes = bytes
  }
}

/** Calls back for each bucket, ascending; ends early when the callback gives `false`. */
export function eachCount(packed: PackedCounts, callback: (index: number, count: number) => unknown): void {
  let at = 0
  let index = 0
  const number = (): number => {
    let value = 0
    let place = 1
    for (;;) {
      const byte = packed[at++] ?? 0
      value += (byte & 127) * place
      if (byte < 128) return value
      place *= 128
    }
  }
  while (at < packed.length) {
    index += number()
    if (callback(index, number()) === false) return
  }
}

/** @returns how many values there are in all */
export function totalCount(packed: PackedCounts): number {
  let total = 0
  eachCount(packed, (_, count) => (total += count))
  return total
}

/** Sums counts of the same buckets, in memory as large as a histogram. */
export class CountSum {
  #counts = new Float64Array(4096)
  #lowest = Number.POSITIVE_INFINITY
  #highest = -1

  /** @param place where a bucket is counted. Default: where it is. */
  add(packed: PackedCounts, place?: (index: number) => number): void {
    eachCount(packed, (index, count) => this.addAt(place ? place(index) : index, count))
  }

  addAt(index: number, count: number): void {
    if (index >= this.#counts.length) this.#grow(index)
    this.#counts[index] = (this.#counts[index] ?? 0) + count
    if (index < this.#lowest) this.#lowest = index
    if (index > this.#highest) this.#highest = index
  }

  get isEmpty(): boolean {
    return this.#highest < 0
  }

  pack(): PackedCounts {
    for (let index = this.#lowest; index <= this.#highest; index++) {
      const count = this.#counts[index] ?? 0
      if (count > 0) packer.add(index, count)
    }
    return packer.take()
  }

  clear(): void {
    this.#counts.fill(0, Math.min(this.#lowest, this.#highest + 1), this.#highest + 1)
    this.#lowest = Number.POSITIVE_INFINITY
    this.#highest = -1
  }

  #grow(index: number): void {
    const counts = new Float64Array(2 ** Math.ceil(Math.log2(index + 1)))
    counts.set(this.#counts)
    this.#counts = counts
  }
}

const packer = new Packer()
const sum = new CountSum()

const takeSum = (): PackedCounts => {
  const packed = sum.pack()
  sum.clear()
  return packed
}

/**
 * @param all of the same kind of histogram
 * @param place where a bucket is counted. Default: where it is.
 * @returns the sum of all
 */
export function sumCounts(all: readonly PackedCounts[], place?: (index: number) => number): PackedCounts {
  for (const packed of all) sum.add(packed, place)
  return takeSum()
}

/** @returns the counts of single buckets, in any order, repeats included */
export function packIndices(indices: readonly number[]): PackedCounts {
  for (const index of indices) sum.addAt(index, 1)
  return takeSum()
}

/** @returns the counts of single buckets in ascending order, repeats included */
export function packSorted(indices: Int32Array): PackedCounts {
  let count = 0
  for (const [at, index] of indices.entries()) {
    count++
    if (indices[at + 1] === index) continue
    packer.add(index, count)
    count = 0
  }
  return packer.take()
}
