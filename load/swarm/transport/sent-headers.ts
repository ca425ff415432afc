import type { ConnectionOptions } from './transport.ts'

/** @returns what is sent with a question or a handshake to a path: the cookies are those for it @throws RequestError where it can't be asked for */
export const sentHeaders = (
  path: string,
  { headers, cookies }: Pick<ConnectionOptions, 'headers' | 'cookies'>,
): Record<string, string> => (cookies ? { ...headers, ...cookies.header(path) } : headers)
