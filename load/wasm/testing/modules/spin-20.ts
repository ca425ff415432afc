import { spin } from './spin.ts'

/** Takes 20 ms. */
export const run = (text: string): string => spin(20, text)
