import { answers, test } from '../../fixtures/index.ts'

// What both make of each input is compared first. Then they take turns, each in a fresh process and once warm; then come several instances at once, and the
// same turns in pages of Chromium.
test(
  'WebAssembly does the same as JavaScript, and is as many times as fast as it is',
  answers(
    'wasm.equal',
    'wasm.multiplier',
    'wasm.multiplier.floor',
    'wasm.page',
    'wasm.memory',
    'wasm.concurrent',
  ),
  async ({ lab, wasm }) => {
    lab.record(...(await wasm.measure([1, 5, 10])))
  },
)
