import { expect, test } from '@playwright/test'
import { secrets } from '../../reports/secrets/secrets.ts'
import { writeProposal } from './proposal.ts'

test('what stands in the way is told in the file without the secrets that a page says', () => {
  secrets.add('tok-5f1d0c9b7a')
  const page = { path: '/', ready: `'.live'`, about: [] }
  const notes = ['While it was watched: 1 × alert dismissed (first: "your key is tok-5f1d0c9b7a").']
  const text = writeProposal(
    {
      name: 'one',
      baseURL: 'http://127.0.0.1:1',
      entrance: { kind: 'open' },
      page,
      endpoints: [],
      leftOut: [],
      viewers: [],
      notes,
    },
    'targets/one.ts',
    0,
  )
  expect(text).toContain('// While it was watched: 1 × alert dismissed (first: "your key is')
  expect(text).not.toContain('tok-5f1d0c9b7a')
})
