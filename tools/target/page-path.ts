/** @returns what of an address is below its origin */
export const pathOf = ({ pathname, search, hash }: URL): string => pathname + search + hash

/** @returns the path by which a page is visited: as it was asked for, or that of the document to which its server leads from there */
export function pagePath(asked: URL, answeredAt: string): string {
  const answered = new URL(answeredAt)
  return pathOf(answered.pathname === asked.pathname ? asked : answered)
}
