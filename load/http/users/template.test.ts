import { expect, test } from '@playwright/test'
import { extract } from './extract.ts'
import { fill, namesIn, withinJson } from './template.ts'

test('places in a text are filled in, as what they stand in asks for', () => {
  const variables = { id: 'a/b "c"', n: '7' }
  expect(fill('/jobs/{{id}}?n={{ n }}', variables, encodeURIComponent)).toBe('/jobs/a%2Fb%20%22c%22?n=7')
  expect(JSON.parse(fill('{"id":"{{id}}","n":{{n}}}', variables, withinJson))).toEqual({
    id: 'a/b "c"',
    n: 7,
  })
  expect(fill('x {{none}} y', variables)).toBe('x  y')
  expect(fill('{"plain":{"braces":1}}', variables)).toBe('{"plain":{"braces":1}}')
  expect(namesIn('{{id}} {{ n }} {x}')).toEqual(['id', 'n'])
  expect(fill('{{naïve}}/{{имя}}/{{user_1.x-y}}', { naïve: '1', имя: '2', 'user_1.x-y': '3' })).toBe('1/2/3')
  expect(fill('{{ range .Items }}', { range: '1' })).toBe('{{ range .Items }}')
})

test('a value is taken from JSON, a header or a match; where there is none, it says so', () => {
  const body = '{"job":{"id":"j-1","steps":[{"n":0},{"n":5}],"done":false}}'
  const headers = { location: '/jobs/j-1', 'set-cookie': ['a=1', 'b=2'] }
  const from = (place: Parameters<typeof extract>[1]): string | undefined => extract({ body, headers }, place)
  expect(from({ json: 'job.id' })).toBe('j-1')
  expect(from({ json: 'job.steps.1.n' })).toBe('5')
  expect(from({ json: 'job.done' })).toBe('false')
  expect(from({ json: 'job' })).toBeUndefined()
  expect(from({ json: 'job.nothing.deep' })).toBeUndefined()
  expect(from({ header: 'location' })).toBe('/jobs/j-1')
  expect(from({ header: 'set-cookie' })).toBe('a=1')
  expect(from({ header: 'etag' })).toBeUndefined()
  expect(from({ match: '"id":"(.*?)"' })).toBe('j-1')
  expect(from({ match: 'nothing (.*)' })).toBeUndefined()
  expect(extract({ body: 'not JSON', headers: {} }, { json: 'id' })).toBeUndefined()
})
