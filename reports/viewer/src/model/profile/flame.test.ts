import { expect, test } from '@playwright/test'
import type { CallTree } from '../../../../../load/resources/profile/call-tree.ts'
import { functionCosts, layFlame, ownerOf, searchFlame, WHOLE } from './flame.ts'

const place = (name: string, file = 'src/a.ts') => ({ name, file, line: 1 })

/** 100 in all: `serve` calls `parse`, which calls itself; `read` is called from outside. 4 are too small to be kept. */
const TREE: CallTree = {
  total: 100,
  functions: [place('serve'), place('parse', 'node_modules/parser/index.js'), place('read', 'node:fs')],
  calls: [
    [0, -1, 80, 20],
    [1, 0, 60, 10],
    [1, 1, 50, 50],
    [2, -1, 16, 16],
  ],
}

test('each call lies under its caller, as wide as its share, from the left', () => {
  expect(layFlame(TREE, WHOLE, 0)).toEqual([
    { call: WHOLE, row: 0, from: 0, width: 1 },
    { call: 0, row: 1, from: 0, width: 0.8 },
    { call: 3, row: 1, from: 0.8, width: 0.16 },
    { call: 1, row: 2, from: 0, width: 0.6 },
    { call: 2, row: 3, from: 0, width: 0.5 },
  ])
  expect(layFlame(TREE, WHOLE, 0.55).map(({ call }) => call)).toEqual([WHOLE, 0, 1])
})

test('a call that is zoomed takes all of the width under those that it was made in, and no other is there', () => {
  expect(layFlame(TREE, 1, 0)).toEqual([
    { call: WHOLE, row: 0, from: 0, width: 1 },
    { call: 0, row: 1, from: 0, width: 1 },
    { call: 1, row: 2, from: 0, width: 1 },
    { call: 2, row: 3, from: 0, width: 50 / 60 },
  ])
})

test('functions are told by what is in them alone; one that calls itself has what it called once', () => {
  expect(functionCosts(TREE)).toEqual([
    { functionIndex: 1, self: 60, total: 60 },
    { functionIndex: 0, self: 20, total: 80 },
    { functionIndex: 2, self: 16, total: 16 },
  ])
})

test('a search finds functions by name and file, and counts what is in them once', () => {
  expect(searchFlame(TREE, 'PARSER')).toEqual({ found: new Set([1]), total: 60 })
  expect(searchFlame(TREE, 'a.ts serve')).toEqual({ found: new Set([0]), total: 80 })
  expect(searchFlame(TREE, ' ')).toEqual({ found: new Set(), total: 0 })
})

test('whose a function is, is told by its file', () => {
  const files = ['src/a.ts', 'node:fs', '', '<frozen importlib>', '/usr/lib/site-packages/flask/app.py']
  expect(files.map(ownerOf)).toEqual(['own', 'runtime', 'runtime', 'runtime', 'package'])
  expect(ownerOf('/root/go/pkg/mod/github.com/x/y.go')).toBe('package')
})
