import { expect, test } from '@playwright/test'
import { extract } from './extract.ts'
import { fill, withinForm, withinJson, withinUrl } from './template.ts'

const read = (body: string, json: string): string | undefined => extract({ body, headers: {} }, { json })

/** What a target writes, and what is sent back to it. */
const numbers: [name: string, written: string, sent: string][] = [
  ['a small one', '7', '7'],
  ['2^53 - 1', '9007199254740991', '9007199254740991'],
  ['2^53 + 1', '9007199254740993', '9007199254740993'],
  ['a snowflake id', '1234567890123456789', '1234567890123456789'],
  ['a negative id beyond 2^53', '-9223372036854775808', '-9223372036854775808'],
  [
    'one of 40 digits',
    '1234567890123456789012345678901234567890',
    '1234567890123456789012345678901234567890',
  ],
  ['one beyond a double', '1e400', '1e400'],
  ['a price', '1.50', '1.50'],
  ['more decimals than a double has', '0.12345678901234567890', '0.12345678901234567890'],
  ['a whole number with an exponent', '1e3', '1000'],
]

for (const [name, written, sent] of numbers) {
  test(`a number, ${name}, is sent back as it was written: ${sent}`, () => {
    expect(read(`{"id":${written}}`, 'id')).toBe(sent)
    expect(read(`{"items":[{"n":1},{"id": ${written} }]}`, 'items.1.id')).toBe(sent)
  })
}

const others: [name: string, body: string, json: string, value: string | undefined][] = [
  ['a text of digits', '{"id":"12345678901234567890"}', 'id', '12345678901234567890'],
  ['a truth', '{"ok":true}', 'ok', 'true'],
  ['a list itself', '[9007199254740993]', '0', '9007199254740993'],
  ['the length of a list', '{"items":[1,2]}', 'items.length', '2'],
  ['null', '{"id":null}', 'id', undefined],
  ['an object', '{"id":{}}', 'id', undefined],
  ['what every object inherits', '{}', 'constructor.name', undefined],
  ['a field that is called as an inherited one', '{"constructor":"x"}', 'constructor', 'x'],
  ['no JSON', '<html>', 'id', undefined],
  ['a number in what is cut short', '{"id":9007199254740993', 'id', undefined],
]

for (const [name, body, json, value] of others) {
  test(`of ${name} the value is ${value}`, () => {
    expect(read(body, json)).toBe(value)
  })
}

test('a header is found however its name is written', () => {
  expect(extract({ body: '', headers: { 'x-job-id': '7' } }, { header: 'X-Job-Id' })).toBe('7')
})

/** A value from a data file, and what stands for it in a path, in a form and in JSON. */
const values: [value: string, url: string, form: string, json: string][] = [
  ['last night', 'last%20night', 'last+night', 'last night'],
  ['Łukasz', '%C5%81ukasz', '%C5%81ukasz', 'Łukasz'],
  ['a/b?c#d', 'a%2Fb%3Fc%23d', 'a%2Fb%3Fc%23d', 'a/b?c#d'],
  ['a+b&c=d', 'a%2Bb%26c%3Dd', 'a%2Bb%26c%3Dd', 'a+b&c=d'],
  ['50%', '50%25', '50%25', '50%'],
  ["it's (a) ~ *!", "it's%20(a)%20~%20*!", 'it%27s+%28a%29+%7E+*%21', "it's (a) ~ *!"],
  ['"\\', '%22%5C', '%22%5C', '\\"\\\\'],
  ['a\r\nb', 'a%0D%0Ab', 'a%0D%0Ab', 'a\\r\\nb'],
  ['💥', '%F0%9F%92%A5', '%F0%9F%92%A5', '💥'],
  ['\ud800', '%EF%BF%BD', '%EF%BF%BD', '\\ud800'],
  ['{{other}}', '%7B%7Bother%7D%7D', '%7B%7Bother%7D%7D', '{{other}}'],
  ['', '', '', ''],
]

for (const [value, url, form, json] of values) {
  test(`${JSON.stringify(value)} out of a data file is written for where it stands`, () => {
    expect(fill('{{v}}', { v: value }, withinUrl)).toBe(url)
    expect(fill('{{ v }}', { v: value }, withinForm)).toBe(form)
    expect(new URLSearchParams(`v=${form}`).get('v')).toBe(value.toWellFormed())
    expect(fill('{{v}}', { v: value }, withinJson)).toBe(json)
    expect(JSON.parse(`"${json}"`)).toBe(value)
  })
}
