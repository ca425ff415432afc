import { setTimeout as delay } from 'node:timers/promises'

/** Takes 20 ms, in which others have their turn. */
export const run = (text: string): Promise<string> => delay(20, text)
