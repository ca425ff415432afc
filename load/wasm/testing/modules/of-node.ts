import { Buffer } from 'node:buffer'

/** @returns the text, by way of Node.js */
export const run = (text: string): string => Buffer.from(text).toString()
