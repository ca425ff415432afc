/** A request of the visit; times in ms since the navigation began. */
export interface DiagnosedRequest {
  method: string
  /** Path and query, with the host where it is another than the page's; at most 200 characters. */
  url: string
  /** What the browser asked for it as, e.g. `document`, `script`, `fetch`. */
  type: string
  /** HTTP status; -1 where no answer came. */
  status: number
  startMs: number
  /** Spent on the name, the connection and TLS. */
  connectMs: number
  /** From the request to the first byte of its answer. */
  waitMs: number
  /** From the first byte to the last. */
  receiveMs: number
  /** Bytes received, head and body, as they were sent; 0 where it came from a cache. */
  bytes: number
}

/** The largest thing painted; times in ms. Its four parts add up to `atMs`. https://web.dev/articles/optimize-lcp */
export interface LargestPaint {
  /** Since the navigation began. */
  atMs: number
  /** A CSS selector. */
  element: string
  /** Of the image, where it is one; as of a request. */
  url?: string
  /** Size of the element on the page, CSS px. */
  widthPx: number
  heightPx: number
  firstByteMs: number
  /** From the first byte to the request for the image; 0 of text. */
  loadDelayMs: number
  loadMs: number
  renderDelayMs: number
}

/** What was painted moved, though nobody had done anything. */
export interface LayoutShift {
  /** Ms since the navigation began. */
  atMs: number
  /** https://web.dev/articles/cls#layout-shift-score */
  score: number
  /** CSS selectors of what moved, the largest part of it first. */
  elements: string[]
}

/** A picture of the page during the visit. */
export interface Frame {
  /** Ms since the navigation began. */
  atMs: number
  /** Path of a JPEG, relative to the run's folder; in the page's own copy of the document a `data:` URL. */
  file: string
}

/** A visit with an empty cache that was made to explain the others, watched more closely than they are, and is counted nowhere. */
export interface Diagnosis {
  page: string
  /** Epoch ms of the navigation. */
  atMs: number
  /** Navigation start to the first painted live data, ms. */
  readyMs: number
  /** How long it was watched, ms since the navigation began. */
  lastedMs: number
  /** In their order; at most six. */
  frames: Frame[]
  /** In the order of their start; at most 80. */
  requests: DiagnosedRequest[]
  /** Requests beyond those. */
  moreRequests: number
  /** Absent where nothing was painted that counts as one. */
  largest?: LargestPaint
  /** The largest first; at most five. */
  shifts: LayoutShift[]
  /** Path of all requests as an HTTP Archive, relative to the run's folder: without bodies, cookies, and values of headers that may be secret. */
  har: string
}
