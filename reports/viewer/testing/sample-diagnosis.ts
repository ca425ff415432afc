import type { Diagnosis } from '../../diagnosis.ts'

/** A JPEG of 32 x 20 px. */
export const SAMPLE_JPEG = Buffer.from(
  '/9j/4AAQSkZJRgABAQAAAQABAAD/4gHYSUNDX1BST0ZJTEUAAQEAAAHIAAAAAAQwAABtbnRyUkdCIFhZWiAH4AABAAEAAAAAAABhY3NwAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAQAA9tYAAQAAAADTLQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAlkZXNjAAAA8AAAACRyWFlaAAABFAAAABRnWFlaAAABKAAAABRiWFlaAAABPAAAABR3dHB0AAABUAAAABRyVFJDAAABZAAAAChnVFJDAAABZAAAAChiVFJDAAABZAAAAChjcHJ0AAABjAAAADxtbHVjAAAAAAAAAAEAAAAMZW5VUwAAAAgAAAAcAHMAUgBHAEJYWVogAAAAAAAAb6IAADj1AAADkFhZWiAAAAAAAABimQAAt4UAABjaWFlaIAAAAAAAACSgAAAPhAAAts9YWVogAAAAAAAA9tYAAQAAAADTLXBhcmEAAAAAAAQAAAACZmYAAPKnAAANWQAAE9AAAApbAAAAAAAAAABtbHVjAAAAAAAAAAEAAAAMZW5VUwAAACAAAAAcAEcAbwBvAGcAbABlACAASQBuAGMALgAgADIAMAAxADb/2wBDACgcHiMeGSgjISMtKygwPGRBPDc3PHtYXUlkkYCZlo+AjIqgtObDoKrarYqMyP/L2u71////m8H////6/+b9//j/2wBDASstLTw1PHZBQXb4pYyl+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj/wAARCAAUACADASIAAhEBAxEB/8QAGAABAAMBAAAAAAAAAAAAAAAAAAEDBQT/xAAiEAACAgEBCQAAAAAAAAAAAAAAAQIRAyEFEhMUFTEyQWH/xAAUAQEAAAAAAAAAAAAAAAAAAAAA/8QAFBEBAAAAAAAAAAAAAAAAAAAAAP/aAAwDAQACEQMRAD8A7wCnmsNZG51w/K09ALgRCanBSj2ataUSAMjaVdQxrdVNK/uvsADXAAH/2Q==',
  'base64',
)

/** A visit that explains the others of the sample run. Test data only. */
export function sampleDiagnosis(atMs: number): Diagnosis {
  const files: [url: string, type: string, startMs: number, waitMs: number, bytes: number][] = [
    ['/', 'document', 0, 62, 3400],
    ['/assets/index-4f21c0de.js', 'script', 70, 18, 148_000],
    ['/assets/index-9a8b7c6d.css', 'stylesheet', 71, 12, 21_000],
    ['/assets/logo.svg', 'image', 75, 9, 2300],
    ['/api/agents?page=1&sort=name', 'fetch', 340, 411, 88_000],
    ['https://fonts.example.net/inter.woff2', 'font', 120, 210, 48_000],
  ]
  return {
    page: 'dashboard',
    atMs,
    readyMs: 1240,
    lastedMs: 2240,
    frames: [60, 420, 1240].map((ms, index) => ({ atMs: ms, file: `pages/visit-1-${index + 1}.jpg` })),
    requests: files.map(([url, type, startMs, waitMs, bytes]) => ({
      method: 'GET',
      url,
      type,
      status: 200,
      startMs,
      connectMs: url.startsWith('https:') ? 80 : 0,
      waitMs,
      receiveMs: bytes / 10_000,
      bytes,
    })),
    moreRequests: 3,
    largest: {
      atMs: 980,
      element: 'main#fleet > table.agents',
      widthPx: 1100,
      heightPx: 640,
      firstByteMs: 62,
      loadDelayMs: 0,
      loadMs: 0,
      renderDelayMs: 918,
    },
    shifts: [{ atMs: 790, score: 0.021, elements: ['main#fleet > table.agents', 'footer'] }],
    har: 'pages/visit-1.har',
  }
}
