import { spin } from './spin.ts'

const held: Buffer[] = []

/** Keeps 200 kB. */
export function run(text: string): string {
  held.push(Buffer.alloc(200_000, held.length))
  return spin(2, text)
}
