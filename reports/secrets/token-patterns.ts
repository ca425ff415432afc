/** How names end whose values are secrets, whatever stands before: `x-vault-token`, `userToken`, `X-Amz-Signature`. */
const ENDS =
  'token|secret|jwt|api[-_]?key|access[-_]?key|private[-_]?key|passw(?:or)?d|passphrase|authorization|session[-_]?id|sess(?:ion)?id|signature|credentials?'

/** Names of secrets that are such only alone: within others they are anything. */
const ALONE = String.raw`pwd|pass|auth|ticket|(?:connect\.)?sid|sig|saml(?:response|request)`

/** What stands before is bounded, as a text of nothing but letters is looked through from each of its words. */
const NAMES = String.raw`[\w.-]{0,40}(?:${ENDS})|${ALONE}`

/** Headers whose values are secrets, of HTTP and of STOMP. That of a token has a word before it: "the first token: 35 ms" is no header. */
const HEADERS =
  '(?:[\\w-]{0,40}-)?(?:authorization|cookie|passcode|api-?key|(?:access|api|auth|bearer|client|csrf|deploy|job|private|secret|security|session|user|vault|xsrf)-(?:token|secret))'

/** What looks like a secret whoever it belongs to: a pattern, and what stands in its place. `$1` and `$2` are what is told of it. */
export const TOKEN_PATTERNS: readonly [pattern: RegExp, replacement: string][] = [
  // https://www.rfc-editor.org/rfc/rfc7519 and, of five parts, https://www.rfc-editor.org/rfc/rfc7516
  [/\beyJ[\w-]{5,}(?:(?:\.|%2E)[\w-]*){2,4}/gi, '***'],
  // https://github.com/paseto-standard/paseto-spec
  [/\bv[1-4]\.(?:local|public)\.[\w-]{20,}(?:\.[\w-]+)?/g, '***'],
  // https://www.rfc-editor.org/rfc/rfc7468
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g, '***'],
  // user:password@ of an address, but for these very words: so an example is written
  [/(\b[a-z][a-z\d+.-]{0,40}:\/\/)(?!user:password@)[^\s/?#@"'<>]+@/gi, '$1***@'],
  [/(\bhooks\.slack\.com\/(?:services|workflows|triggers)\/)[\w/-]+/gi, '$1***'],
  [/(\bdiscord(?:app)?\.com\/api\/webhooks\/)[\w/-]+/gi, '$1***'],
  [/\b(Bearer(?:\s|%20|\+)+)(?=[^\s"',;]*[\d._~+/=-])[\w.~+/=%-]{8,}/gi, '$1***'],
  [/\b(Basic(?:\s|%20|\+)+)(?=[^\s"',;]*[A-Z\d=])[\w+/-]{6,}(?:=|%3D)*/g, '$1***'],
  // Schemes of parameters: https://www.rfc-editor.org/rfc/rfc9110#section-11.4
  [
    /\b((?:Digest|OAuth|Token|Hawk|AWS4-HMAC-SHA256)\s+)\w+=(?:\\*"[^"]*"|[^\s,"]+)(?:,\s*\w+=(?:\\*"[^"]*"|[^\s,"]+))*/gi,
    '$1***',
  ],
  // Header lines, as lists of JSON, and as pairs of name and value
  [new RegExp(String.raw`\b(${HEADERS})(["']\s*:\s*)\[[^\]]{0,4096}\]`, 'gi'), '$1$2"***"'],
  [new RegExp(String.raw`(["'](?:${HEADERS})["']\s*,\s*["'])(?!\*\*\*)[^"']+`, 'gi'), '$1***'],
  [new RegExp(String.raw`\b(${HEADERS})(["']?\s*:\s*)(?!\s*["']?\*\*\*)["']?[^\r\n"'{}]+`, 'gi'), '$1$2***'],
  // Parameters of URLs and forms, also of an address within an address; and assignments
  [
    new RegExp(String.raw`((?:[?&;#\s]|%3F|%26|^)(?:${NAMES})(?:=|%3D))(?!\*\*\*)[^\s&;#"'<>\\]+`, 'gi'),
    '$1***',
  ],
  // https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2
  [/([?&]code=)[\w.~%-]{16,}/gi, '$1***'],
  // Fields of JSON, also of JSON within JSON
  [new RegExp(String.raw`(\\*["'](?:${NAMES})\\*["']\s*:\s*\\*["'])(?!\*\*\*)[^"'\\]+`, 'gi'), '$1***'],
  // Tokens that say by their beginning whose they are
  [
    /\b(?:gh[pousr]_\w{20,}|github_pat_\w{20,}|glpat-[\w-]{16,}|xox[abeprs]-[\w-]{10,}|sk-[\w-]{20,}|[rs]k_(?:live|test)_\w{16,}|A[KS]IA[A-Z\d]{16}|AIza[\w-]{30,}|ya29\.[\w-]{16,}|npm_\w{30,}|pypi-[\w-]{16,}|gl(?:sa|c)_[\w-]{20,}|hf_\w{30,}|hv[sb]\.[\w-]{16,}|SG\.[\w-]{16,}\.[\w-]{16,}|whsec_[\w+/=]{16,})/g,
    '***',
  ],
]
