import { setTimeout as delay } from 'node:timers/promises'
import { expect, test } from '@playwright/test'
import { startTruthHub } from '../calibration/truth/truth-hub.ts'
import { frameOfAgent } from './accounts/agent-functions.ts'
import { CallMark } from './call-mark.ts'
import { watchFunctions } from './function-watch.ts'
import type { RealtimeProtocol, ViewerProtocol } from './protocol.ts'
import { Swarm } from './swarm.ts'
import { fieldOf, LOADING, markedProtocol } from './target-functions.ts'

const viewer: ViewerProtocol = { path: '/', read: () => [] }

/** A protocol whose functions are marked, and the mark. */
function marked(protocol: RealtimeProtocol) {
  const mark = new CallMark()
  return { mark, protocol: markedProtocol(protocol, mark) }
}

test('a function is noted while it runs, by its field, and no longer', () => {
  const seen: (string | undefined)[] = []
  const look = (): void => void seen.push(mark.under && fieldOf(mark.under.place))
  const { mark, protocol } = marked({
    agent: { path: () => (look(), '/'), frame: () => (look(), 'x'), acknowledges: () => (look(), 1) },
    viewer: { ...viewer, read: () => (look(), []), opening: () => [{ answer: () => (look(), true) }] },
    polling: { path: '/', read: () => [], cursor: () => (look(), 'c') },
  })
  protocol.agent?.path(0)
  protocol.agent?.frame({ agent: 0, seq: 0, sentAtMs: 0, value: 0 })
  protocol.agent?.acknowledges?.('')
  protocol.viewer?.read('')
  const { opening } = protocol.viewer ?? {}
  const [step] = typeof opening === 'function' ? opening(0, { headers: {} }) : []
  if (typeof step?.answer === 'function') step.answer('')
  protocol.polling?.cursor?.('')
  expect(seen).toEqual([
    'realtime.agent.path',
    'realtime.agent.frame',
    'realtime.agent.acknowledges',
    'realtime.viewer.read',
    'realtime.viewer.answer',
    'realtime.polling.cursor',
  ])
  expect(mark.under).toBeUndefined()
})

test('a function that throws is no longer noted, and what it threw goes on', () => {
  const { mark, protocol } = marked({
    viewer: {
      ...viewer,
      read: () => {
        throw new RangeError('no')
      },
    },
  })
  expect(() => protocol.viewer?.read('')).toThrow(RangeError)
  expect(mark.under).toBeUndefined()
})

test('a protocol that is an object of a class keeps what is its own', () => {
  class Own implements ViewerProtocol {
    readonly #path = '/own'
    get path() {
      return this.#path
    }
    subprotocols = [this.#path]
    read(frame: string) {
      return [{ agent: this.#path.length, value: frame.length }]
    }
  }
  const { protocol } = marked({ viewer: new Own() })
  expect(protocol.viewer?.read('abc')).toEqual([{ agent: 4, value: 3 }])
  expect({ ...protocol.viewer }).toMatchObject({ subprotocols: ['/own'] })
})

const MISGIVEN: [field: string, protocol: Partial<Record<keyof ViewerProtocol, unknown>>, told: RegExp][] = [
  ['reply', { reply: async () => 'pong' }, /^realtime\.viewer\.reply gave a promise: give text, bytes/],
  [
    'cursor',
    { cursor: async () => 'c' },
    /^realtime\.viewer\.cursor gave a promise: give a text or a number/,
  ],
  ['opening', { opening: async () => [] }, /^realtime\.viewer\.opening gave a promise: give a list of steps/],
  [
    'opening',
    { opening: () => ({ send: 'x' }) },
    /^realtime\.viewer\.opening gave \{"send":"x"\}: give a list/,
  ],
  ['opening', { opening: () => undefined }, /^realtime\.viewer\.opening gave undefined: give a list/],
  ['auth', { auth: async () => ({}) }, /^realtime\.viewer\.auth gave a promise: give an object/],
  ['auth', { auth: () => 'token' }, /^realtime\.viewer\.auth gave "token": give an object/],
  ['auth', { auth: () => null }, /^realtime\.viewer\.auth gave null: give an object/],
]
for (const [field, own, told] of MISGIVEN) {
  test(`what can't be used is told by its field: ${told.source}`, () => {
    const { protocol } = marked({ viewer: { ...viewer, ...own } as ViewerProtocol })
    const call = Reflect.get(protocol.viewer ?? {}, field) as () => unknown
    expect(call).toThrow(
      expect.objectContaining({ code: 'ERR_TARGET_FUNCTION', message: expect.stringMatching(told) }),
    )
  })
}

test('a frame that no server takes is no frame', () => {
  const agent = { path: () => '/', frame: () => 'x'.repeat(2 ** 25 + 1) }
  expect(() => frameOfAgent(agent, { agent: 1, seq: 0, sentAtMs: 0, value: 0 })).toThrow(
    'realtime.agent.frame gave 33554433 characters for agent 1: give at most 32 MiB.',
  )
})

test('a frame that JSON can not write is told by its field', () => {
  const agent = { path: () => '/', frame: () => 10n as never }
  expect(() => frameOfAgent(agent, { agent: 1, seq: 0, sentAtMs: 0, value: 0 })).toThrow(
    'realtime.agent.frame gave 10n for agent 1: give text or bytes',
  )
})

test('an answer that is promised is none', () => {
  const { protocol } = marked({ viewer: { ...viewer, opening: [{ answer: async () => true }] as never } })
  const { opening = [] } = protocol.viewer ?? {}
  const { answer } = typeof opening === 'function' ? {} : (opening[0] ?? {})
  expect(() => (typeof answer === 'function' ? answer('') : '')).toThrow(
    /realtime\.viewer\.answer gave a promise/,
  )
})

test('a call after the other is none that does not return', async () => {
  const mark = new CallMark()
  const stuck: Error[] = []
  const stop = watchFunctions(mark, 20, error => stuck.push(error))
  try {
    const read = 15
    for (let call = 0; call < 20; call++) {
      mark.enter(read)
      await delay(3)
      mark.leave()
    }
    mark.enter(LOADING)
    await delay(50)
    expect(stuck).toEqual([])
  } finally {
    stop()
  }
})

test('a call that does not return is told once, with its field', async () => {
  const mark = new CallMark()
  mark.call(0, () => mark)
  mark.enter(3)
  const stuck: Error[] = []
  watchFunctions(mark, 20, error => stuck.push(error))
  await expect.poll(() => stuck.length).toBeGreaterThan(0)
  await delay(50)
  expect(stuck).toEqual([
    expect.objectContaining({
      message: expect.stringMatching(/^realtime\.agent\.acknowledges has not returned/),
    }),
  ])
})

/** What comes of a swarm of two whose protocol this is. */
async function outcomeOf(path: string, returnsWithinMs: number): Promise<Error | undefined> {
  const hub = await startTruthHub()
  try {
    const module = new URL('./testing/bad-protocols.ts', import.meta.url).href
    await using swarm = await Swarm.start({
      protocol: { module, path },
      origin: hub.origin,
      headers: {},
      agents: 1,
      viewers: 1,
      returnsWithinMs,
    })
    await swarm.connectViewers()
    await swarm.connectAgents()
    await swarm.run({ perSecond: 20, rounds: 100_000, stage: 'steady' })
    return undefined
  } catch (error) {
    return error as Error
  } finally {
    await hub.stop()
  }
}

const ENDS: [path: string, told: RegExp, returnsWithinMs?: number][] = [
  ['endlessRead', /^realtime\.viewer\.read has not returned for 1 s/],
  ['endlessOpening', /^realtime\.viewer\.opening has not returned for 1 s/],
  ['endlessFrame', /^realtime\.agent\.frame has not returned for 1 s/],
  ['leavingRead', /^realtime\.viewer\.read calls process\.exit: .* ended with code 3/, 60_000],
]
for (const [path, told, returnsWithinMs = 1000] of ENDS) {
  test(`a swarm ends by itself, and names the field: ${path}`, async () => {
    expect(await outcomeOf(path, returnsWithinMs)).toMatchObject({
      name: 'TargetFunctionError',
      code: 'ERR_TARGET_FUNCTION',
      message: expect.stringMatching(told),
    })
  })
}
