/** Is busy for so long. @returns what it was given */
export function spin<T>(ms: number, given: T): T {
  const endMs = performance.now() + ms
  while (performance.now() < endMs);
  return given
}

/** @returns the same at once */
export const run = (text: string): string => text
