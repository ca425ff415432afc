import { expect, test } from '@playwright/test'
import { ATTACHMENT, attachedOf } from './evidence-attachment.ts'
import { Gathered } from './parts/gathered.ts'

test('files that a spec handed over are taken where Playwright has them, and get names of their own', () => {
  const diagnosis = {
    page: 'fleet',
    atMs: 0,
    readyMs: 900,
    lastedMs: 1900,
    requests: [],
    moreRequests: 0,
    shifts: [],
  }
  const handed = {
    kind: 'diagnosis',
    diagnosis,
    frames: [{ atMs: 5, file: '/there/1.jpg', attachment: 'first' }],
    har: { file: '/there/requests.har', attachment: 'requests' },
  }
  const attached = attachedOf([
    { name: ATTACHMENT, contentType: 'application/json', body: Buffer.from(JSON.stringify(handed)) },
    { name: 'first', contentType: 'image/jpeg', path: '/here/1.jpg' },
  ])
  const gathered = new Gathered()
  for (const one of attached) gathered.take(one)
  expect(gathered.kept).toEqual([
    { from: '/here/1.jpg', to: 'pages/visit-1-1.jpg' },
    { from: '/there/requests.har', to: 'pages/visit-1.har' },
  ])
  expect(gathered.diagnoses).toEqual([
    { ...diagnosis, frames: [{ atMs: 5, file: 'pages/visit-1-1.jpg' }], har: 'pages/visit-1.har' },
  ])
})

test('a profile keeps its name wherever Playwright has its file, and a second of that name gets another', () => {
  const tree = { total: 0, functions: [], calls: [] }
  const gathered = new Gathered()
  for (const attachment of ['first', 'second']) {
    const name = 'target.cpuprofile'
    const handed = {
      kind: 'profile',
      profile: { unit: 'ms', tree },
      name,
      file: `/there/${name}`,
      attachment,
    }
    const [attached] = attachedOf([
      { name: ATTACHMENT, contentType: 'application/json', body: Buffer.from(JSON.stringify(handed)) },
      { name: attachment, contentType: 'application/octet-stream', path: `/here/${attachment}-1e5b` },
    ])
    gathered.take(attached!)
  }
  expect(gathered.kept).toEqual([
    { from: '/here/first-1e5b', to: 'profiles/target.cpuprofile' },
    { from: '/here/second-1e5b', to: 'profiles/2-target.cpuprofile' },
  ])
  expect(gathered.facts.profiles.map(({ file }) => file)).toEqual(gathered.kept.map(({ to }) => to))
})
