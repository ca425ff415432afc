export { compared } from './length.ts'

/** @returns what differs deep down */
export const run = (text: string): object => ({ length: text.length, tree: [{ name: 'other' }] })
