/** @returns what differs deep down, unless all that counts is its length */
export const run = (text: string): object => ({ length: text.length, tree: [{ name: text, end: null }] })
