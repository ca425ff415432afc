/** All that counts of a result. */
export const compared = ({ length }: { length: number }): number => length

/** @returns the length of a text */
export const run = (text: string): object => ({ length: text.length })
