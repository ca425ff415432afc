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
