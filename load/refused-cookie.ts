import { isIP } from 'node:net'
import type { Cookie } from 'tough-cookie'

/** A cookie's name and value together have at most so many bytes (RFC 6265bis, section 5.7). */
const MOST_BYTES = 4096

/** Of any letter's size (RFC 6265bis, section 5.4); the last two are Chromium's. The longer one is tried first. */
const PREFIX = /^__(?:Host-Http|Host|Secure|Http)-/i

/** A server would take it for the cookie that the value names. */
const PAIR_WITHOUT_NAME = /^\s*=[^;]*=/

/**
 * What browsers don't keep, and a jar does (RFC 6265bis, section 5.7; Chromium).
 *
 * @param text the line that the cookie was read from
 * @returns whether an answer's cookie is not to be kept
 */
export function isRefusedCookie(cookie: Cookie, text: string): boolean {
  const { key, value, sameSite, secure } = cookie
  if (text.includes('\x7f') || PAIR_WITHOUT_NAME.test(text) || (key === '' && PREFIX.test(value))) return true
  if (!secure && (sameSite === 'none' || isPartitioned(cookie))) return true
  return !keepsPromise(cookie) || Buffer.byteLength(key) + Buffer.byteLength(value) > MOST_BYTES
}

const isPartitioned = ({ extensions }: Cookie): boolean =>
  extensions?.some(extension => /^partitioned(?:=|$)/i.test(extension)) ?? false

/** Whether a cookie has the attributes that the prefix of its name promises. */
function keepsPromise({ key, secure, httpOnly, path, domain }: Cookie): boolean {
  const prefix = PREFIX.exec(key)?.[0].toLowerCase()
  if (prefix === undefined) return true
  const isOfHost = path === '/' && (domain === null || isIP(domain) > 0)
  return secure && (!prefix.endsWith('http-') || httpOnly) && (!prefix.startsWith('__host-') || isOfHost)
}
