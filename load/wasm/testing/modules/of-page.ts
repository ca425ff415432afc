/** @returns the text, and in a page another one */
export const run = (text: string): string => ('document' in globalThis ? 'page' : text)
