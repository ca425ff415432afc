import { spin } from './spin.ts'

/** Takes 1 ms. */
export const run = (text: string): string => spin(1, text)
