/** Does something with a text, and keeps it to itself. */
export const run = (text: string): void => void text.split(' ')
