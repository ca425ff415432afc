import { expect, test } from '@playwright/test'
import { countAt, valuesAt } from './places.ts'

for (const [body, place, values] of [
  ['{"ids":["a","b"]}', 'ids.*', ['a', 'b']],
  ['{"agents":[{"id":1},{"name":"x"},{"id":"b"}]}', 'agents.*.id', ['1', 'b']],
  ['[{"id":12345678901234567890}]', '*.id', ['12345678901234567890']],
  ['{"id":"a"}', 'id', ['a']],
  ['{"id":{"a":1}}', 'id', []],
  ['{"id":null}', 'id', []],
  ['<html>', 'id', []],
] as const) {
  test(`${body} at ${place}: ${values.join(' and ') || 'nothing'}`, () => {
    expect(valuesAt(body, place)).toEqual(values)
  })
}

for (const [body, count] of [
  ['{"n":3}', 3],
  ['{"n":[1,2]}', 2],
  ['{"n":[]}', 0],
  ['{"n":-1}', undefined],
  ['{"n":"many"}', undefined],
  ['{}', undefined],
] as const) {
  test(`${body} counts ${count}`, () => expect(countAt(body, 'n')).toBe(count))
}
