/** Names of parameters and fields whose values are secrets. */
const NAMES =
  'access[-_]?token|id[-_]?token|refresh[-_]?token|auth[-_]?token|session[-_]?token|csrf[-_]?token|token|jwt|api[-_]?key|client[-_]?secret|secret|passw(?:or)?d|passphrase|authorization|session[-_]?id|sid|signature|sig'

/** What looks like a secret whoever it belongs to: a pattern, and what stands in its place. `$1` and `$2` are what is told of it. */
export const TOKEN_PATTERNS: readonly [pattern: RegExp, replacement: string][] = [
  // https://www.rfc-editor.org/rfc/rfc7519
  [/\beyJ[\w-]{5,}(?:\.|%2E)[\w-]{5,}(?:\.|%2E)[\w-]*/gi, '***'],
  // user:password@ of an address
  [/(\b[a-z][a-z\d+.-]*:\/\/)[^\s/?#@"'<>]+@/gi, '$1***@'],
  [/\b(Bearer(?:\s|%20|\+)+)(?=[^\s"',;]*[\d._~+/=-])[\w.~+/=%-]{8,}/gi, '$1***'],
  [/\b(Basic(?:\s|%20|\+)+)(?=[^\s"',;]*[A-Z\d=])[\w+/-]{6,}(?:=|%3D)*/g, '$1***'],
  // Header lines
  [
    /\b((?:proxy-)?authorization|x-api-key|x-auth-token|x-csrf-token|(?:set-)?cookie)(["']?\s*:\s*)(?!\s*["']?\*\*\*)["']?[^\r\n"'{}]+/gi,
    '$1$2***',
  ],
  // Parameters of URLs and forms
  [new RegExp(String.raw`([?&;#](?:${NAMES})(?:=|%3D))[^\s&;#"'<>\\]+`, 'gi'), '$1***'],
  // Fields of JSON, also of JSON within JSON
  [new RegExp(String.raw`(\\*["'](?:${NAMES})\\*["']\s*:\s*\\*["'])(?!\*\*\*)[^"'\\]+`, 'gi'), '$1***'],
  // Tokens that say by their beginning whose they are
  [
    /\b(?:gh[pousr]_\w{20,}|github_pat_\w{20,}|glpat-[\w-]{16,}|xox[abeprs]-[\w-]{10,}|sk-[\w-]{20,}|AKIA[A-Z\d]{16}|AIza[\w-]{30,}|npm_\w{30,})/g,
    '***',
  ],
]
