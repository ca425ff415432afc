import { createServer } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { expect, test } from '@playwright/test'
import { systemClock } from '../../clock.ts'
import { readWhole } from '../../measure/distribution.ts'
import type { HistogramData, Measurement } from '../../measure/measurement.ts'
import { listening } from '../../testing/listening.ts'
import { OwnTimes } from './own-times.ts'
import { measurePipeline } from './pipeline.ts'

/** A pipeline of two stages, which takes so long and says of itself what it likes; of three messages it fails one, if it is to. */
function run(takesMs: number, says: string | undefined, fails = false): Promise<Measurement[]> {
  let asked = 0
  const server = createServer((_request, response) => {
    const status = ++asked % 3 === 0 && fails ? 500 : 200
    void delay(takesMs).then(() =>
      response.writeHead(status, says === undefined ? {} : { 'server-timing': says }).end('{}'),
    )
  })
  const request = { method: 'POST', path: '/say', bodies: ['{}'] } as const
  const stages = { memory: 'recall', model: 'llm' }
  return listening(server, origin =>
    measurePipeline(
      { origin, request: { ...request, bodies: ['{}'] }, stages, perSecond: 100, durationMs: 300 },
      systemClock,
    ),
  )
}

function one(all: readonly Measurement[], metric: string): Measurement {
  const found = all.find(({ metric: name }) => name === metric)
  if (!found) throw new Error(`There is no ${metric}.`)
  return found
}

const kindsOf = ({ doubts }: Measurement): string[] =>
  doubts.map(({ kind }) => kind).filter(kind => kind === 'times-disagree')

test('what answers say of their stages is taken down, by stage', async () => {
  const measured = await run(0, 'recall;dur=0.5, llm;dur=0.25')
  for (const [metric, ms] of [
    ['pipeline.memory', 0.5],
    ['pipeline.model', 0.25],
  ] as const) {
    const data = one(measured, metric).data as HistogramData
    expect([data.n, readWhole(data).percentile(50)]).toEqual([30, ms])
  }
  expect(one(measured, 'pipeline.latency').data).toMatchObject({ n: 30 })
})

test('a stage that takes 60 ms and says that it takes none is a doubt of all stages', async () => {
  const measured = await run(60, 'recall;dur=0.1, llm;dur=0.1')
  expect(kindsOf(one(measured, 'pipeline.memory'))).toEqual(['times-disagree'])
  expect(kindsOf(one(measured, 'pipeline.model'))).toEqual(['times-disagree'])
  expect(kindsOf(one(measured, 'pipeline.latency')), 'our own time is none').toEqual([])
})

test('stages that are told to take longer than the whole are a doubt', async () => {
  const [doubt] = one(await run(0, 'recall;dur=90000, llm;dur=1'), 'pipeline.memory').doubts.filter(
    ({ kind }) => kind === 'times-disagree',
  )
  expect(doubt).toMatchObject({ exceeding: 30, of: 30 })
})

test('where answers say nothing there is nothing of the stages, and it is said', async () => {
  const measured = await run(0, undefined)
  expect(one(measured, 'pipeline.memory')).toMatchObject({
    data: { n: 0 },
    absence: 'No answer had a header Server-Timing with an entry "recall".',
  })
})

test('of stages of which there are fewer times than messages it is told why', async () => {
  const measured = await run(0, 'recall;dur=0.5, llm;dur=0.25', true)
  const absence = '10 of 30 have no such figure: status 500.'
  expect(one(measured, 'pipeline.memory')).toMatchObject({ data: { n: 20 }, absence })
  expect(one(await run(0, undefined, true), 'pipeline.memory').absence).toContain('No answer had a header')
})

test('times that agree are no doubt; what is hidden is told by its 95th percentile', () => {
  const agreeing = new OwnTimes()
  for (let index = 0; index < 100; index++) expect(agreeing.compare(20, [12, 5])).toBe(3)
  expect(agreeing.doubts()).toEqual([])
  const hiding = new OwnTimes()
  for (let index = 0; index < 100; index++) hiding.compare(index < 90 ? 20 : 80, [12, 5])
  const [doubt] = hiding.doubts()
  expect(doubt).toMatchObject({ exceeding: 0, of: 100 })
  expect(doubt?.kind === 'times-disagree' && Math.round(doubt.restMs)).toBe(63)
  expect(new OwnTimes().doubts()).toEqual([])
})
