import { expect, test } from '@playwright/test'
import { countAt, numberAt, stateAt, valuesAt } from './places.ts'

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
  ['{"n":"3"}', 3],
  ['{"n":12345678901234567890}', undefined],
  ['{"n":1.5}', undefined],
  ['{"n":{"a":1}}', undefined],
  ['{"n":"many"}', undefined],
  ['{}', undefined],
] as const) {
  test(`${body} counts ${count}`, () => expect(countAt(body, 'n')).toBe(count))
}

for (const [body, place, count] of [
  ['{"hosts":[{"agents":20},{"agents":30}]}', 'hosts.*.agents', 50],
  ['{"hosts":[{"agents":["a","b"]},{"agents":["c"]}]}', 'hosts.*.agents', 3],
  ['{"hosts":{"a":{"state":"up"},"b":{"state":"up"}}}', 'hosts.*', 2],
  ['{"hosts":[]}', 'hosts.*.agents', 0],
  ['{"hosts":[{"agents":20},{}]}', 'hosts.*.agents', undefined],
  ['{"hosts":[{"agents":20},{"agents":"many"}]}', 'hosts.*.agents', undefined],
  ['{"hosts":null}', 'hosts.*.agents', undefined],
  ['{}', 'hosts.*.agents', undefined],
] as const) {
  test(`${body} counts ${count} at ${place}`, () => expect(countAt(body, place)).toBe(count))
}

for (const [body, number] of [
  ['{"n":10.5}', 10.5],
  ['{"n":"10.50"}', 10.5],
  ['{"n":-3}', -3],
  ['{"n":3}', 3],
  ['{"n":[1,2]}', 2],
  ['{"n":""}', undefined],
  ['{"n":"many"}', undefined],
  ['{}', undefined],
] as const) {
  test(`${body} has the number ${number}`, () => expect(numberAt(body, 'n')).toBe(number))
}

for (const [body, state] of [
  ['{"n":"done"}', 'done'],
  ['{"n":3}', '3'],
  ['{"n":false}', 'false'],
  ['{"n":null}', undefined],
  ['{"n":{}}', undefined],
  ['{}', undefined],
] as const) {
  test(`${body} has the state ${state}`, () => expect(stateAt(body, 'n')).toBe(state))
}
