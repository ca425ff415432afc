import { secrets } from '../../reports/secrets/secrets.ts'
import { hasSecret } from './code.ts'
import { FirstContactError } from './first-contact-error.ts'

/** @returns what of an address is below its origin */
export const pathOf = ({ pathname, search, hash }: URL): string => pathname + search + hash

/** @returns the path by which a page is visited: as it was asked for, or that of the document to which its server leads from there */
export function pagePath(asked: URL, answeredAt: string): string {
  const answered = new URL(answeredAt)
  return pathOf(answered.pathname === asked.pathname ? asked : answered)
}

/** @throws FirstContactError with the remedy where a page's path has a secret: a target's file has none */
export function requireNoSecret(path: string): void {
  if (!hasSecret(path)) return
  throw new FirstContactError(
    `The page's address has a secret, ${secrets.redact(path)}, and a target's file has none: leave it out, and give it as PERF_TOKEN where the server takes a bearer; or write the target by hand with a path such as \`/view?token=\${env.PERF_TOKEN}\` (docs/targets.md).`,
  )
}
