import { expect, test } from '@playwright/test'
import { childCpuSeconds } from './outside-tool.ts'

test("a tool's CPU time is what the shell says of its children", () => {
  expect(childCpuSeconds('0m0.010000s 0m0.020000s\n1m2.500000s 0m0.250000s\n')).toBe(62.75)
})
