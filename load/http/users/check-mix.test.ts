import { expect, test } from '@playwright/test'
import { faultsOfMix } from './check-mix.ts'
import type { Mix, Step } from './mix.ts'

const step = (path: string, extract?: Step['extract']): Step => ({
  name: path,
  request: { method: 'GET', path },
  ...(extract && { extract }),
})
const mix = (steps: Step[], more: Partial<Mix> = {}): Mix => ({
  classes: [{ name: 'reader', weight: 1, steps }],
  ...more,
})

test('a mix that gives every variable before it is used has no faults', () => {
  expect(faultsOfMix(mix([step('/a/{{user}}', { id: { json: 'id' } }), step('/b/{{id}}')]))).toEqual([])
  expect(faultsOfMix(mix([step('/b/{{id}}')], { before: [step('/a', { id: { json: 'id' } })] }))).toEqual([])
  const rows = [{ q: 'x' }, { q: 'y' }]
  expect(faultsOfMix({ classes: [{ name: 'a', weight: 0.1, steps: [step('/?q={{q}}')], rows }] })).toEqual([])
})

test('all that is wrong is told at once, each with where', () => {
  const bad: Mix = {
    thinkMs: [5, 1],
    before: [step('/{{late}}', { id: { match: '(' } })],
    classes: [
      { name: 'a', weight: 0, steps: [] },
      { name: 'a', weight: Number.NaN, steps: [step('/{{id}}'), { ...step('/{{job}}'), thinkMs: -1 }] },
      { name: 'b', weight: 1, steps: [step('/{{q}}')], rows: [{ q: '1' }, {}] },
    ],
  }
  expect(faultsOfMix(bad)).toEqual([
    'classes: two are called "a"; give each a name of its own',
    'thinkMs: a think time of 5,1 ms; give milliseconds from 0, or [least, most]',
    'before, step "/{{late}}": nothing gives "{{late}}"; extract it in a step before, or put it in each of the rows',
    expect.stringMatching(
      /^before, step "\/\{\{late\}\}": "id" can't be matched: Invalid regular expression/,
    ),
    'class "a": weight is 0; give a number above 0',
    'class "a": it has no steps; give at least one',
    'class "a": weight is NaN; give a number above 0',
    'class "a", step "/{{job}}": nothing gives "{{job}}"; extract it in a step before, or put it in each of the rows',
    'class "a", step "/{{job}}": a think time of -1 ms; give milliseconds from 0, or [least, most]',
    'class "b", step "/{{q}}": nothing gives "{{q}}"; extract it in a step before, or put it in each of the rows',
  ])
  expect(faultsOfMix({ classes: [{ name: 'before', weight: 1, steps: [step('/')] }] })).toEqual([
    'classes: one is called "before", as what all users do first is; give it another name',
  ])
  expect(faultsOfMix({ classes: [] })).toEqual(['classes: there is none; give at least one'])
})

test('a column whose name can not stand in a text is told, and braces of others stay', () => {
  const rows = [{ 'user id': '1', 'a+b': '2', größe: '3' }]
  const steps = [step('/{{user id}}/{{größe}}?x={{ a+b }}'), step('/?q={{ range .Items }}{{a b}}')]
  expect(faultsOfMix({ classes: [{ name: 'a', weight: 1, steps, rows }] })).toEqual([
    `class "a", step "/{{user id}}/{{größe}}?x={{ a+b }}": "{{user id}}" can't be filled in; give it a name of letters, digits, "_", "." and "-"`,
    `class "a", step "/{{user id}}/{{größe}}?x={{ a+b }}": "{{a+b}}" can't be filled in; give it a name of letters, digits, "_", "." and "-"`,
  ])
})

const sends = (request: Partial<Step['request']>, name = 'look'): Step => ({
  name,
  request: { method: 'GET', path: '/', ...request },
})

test('a row that makes a header which no request can carry is told by its number', () => {
  const rows = [{ name: 'Ada' }, { name: 'Łukasz' }, { name: '💥' }]
  const steps = [sends({ headers: { 'x-user': '{{name}}' } })]
  expect(faultsOfMix({ classes: [{ name: 'a', weight: 1, steps, rows }] })).toEqual([
    expect.stringMatching(/^class "a", step "look" with row 2: the header x-user has the character U\+0141/),
  ])
  const inPath = [sends({ path: '/{{name}}', bodies: ['{{name}}'] })]
  expect(faultsOfMix({ classes: [{ name: 'a', weight: 1, steps: inPath, rows }] })).toEqual([])
})

test('a step that can not be sent is told, before users come', () => {
  expect(faultsOfMix(mix([sends({ path: '//192.0.2.2/' })]))).toEqual([
    expect.stringContaining('leads away from'),
  ])
  expect(faultsOfMix(mix([sends({ headers: { 'x a': 'b' } })]))).toEqual([
    expect.stringContaining('"x a" is no name of a header'),
  ])
  expect(faultsOfMix(mix([], { before: [sends({ headers: { 'x-a': 'a\nb' } })] }))).toContainEqual(
    expect.stringMatching(/^before, step "look": the header x-a has the character U\+000A/),
  )
})

test('an expression that takes nothing is told, for no answer could have what it takes', () => {
  const takes = (match: string): string[] => faultsOfMix(mix([{ ...sends({}), extract: { id: { match } } }]))
  for (const match of ['id=\\d+', '(?:id=)(?=\\d)', '', '[()]', '\\(a\\)'])
    expect(takes(match)).toEqual([
      'class "reader", step "look": "id" has no group; put what is to be taken in brackets, as in id=(\\d+)',
    ])
  for (const match of ['id=(\\d+)', '(a)|(b)', '(?<id>a)', 'a|(b)']) expect(takes(match)).toEqual([])
})

test('two steps of one name must ask for the same: they are measured as one', () => {
  expect(faultsOfMix(mix([sends({ path: '/a' }), sends({ path: '/b' })]))).toEqual([
    expect.stringContaining('another step has this name and asks for something else'),
  ])
  expect(
    faultsOfMix(mix([sends({ path: '/a' }), sends({ path: '/b' }, 'other'), sends({ path: '/a' })])),
  ).toEqual([])
})
