import { ContentCodingError, decodeContent } from '../../content-coding.ts'

/** A body is decoded up to here, in bytes. */
const MOST_DECODED = 16 * 1024 * 1024

/** A body as a person reads it, or why it can't be read. */
export interface DecodedBody {
  text: string
  /** What is wrong with the coding. A clause. */
  fault?: string
}

/** As a page's `response.text()` and `json()` do: a byte order mark is no part of the text. */
const UTF_8 = new TextDecoder()

/** @param bytes as they came; of a long body only the beginning was kept @param coding value of `Content-Encoding` */
export function decodedBody(bytes: Buffer, coding: string): DecodedBody {
  try {
    const decoded = decodeContent(bytes, coding, { mostBytes: MOST_DECODED, mayBeCut: true })
    return { text: UTF_8.decode(decoded) }
  } catch (error) {
    if (!(error instanceof ContentCodingError)) throw error
    return { text: '', fault: error.message }
  }
}
