import type { Measurement } from '../../../load/measure/measurement.ts'
import { events, sloOf, times, visits } from '../testing/example-run.ts'
import { testRules } from '../testing/rule-rows.ts'

const of = (metric: string, ms: number): Measurement => times(metric, {}, () => ms)
const speedup = sloOf('workflow.speedup', 'med>=5', { unit: 'times' })
const workflows = (sequential: number, parallel: number, dag: number): Measurement[] => [
  visits('workflow.speedup', {}, [sequential / parallel], 'times'),
  visits('workflow.time', { order: 'sequential' }, [sequential]),
  visits('workflow.time', { order: 'parallel' }, [parallel]),
  visits('workflow.time', { order: 'dag' }, [dag]),
]
const kept = sloOf('memory.latency', 'p(95)<50', { by: 'step' })
const steps = (read: number, write: number): Measurement[] => [
  times('memory.latency', { step: 'get' }, () => read),
  times('memory.latency', { step: 'add' }, () => write),
]
const right = sloOf('memory.errors', 'rate<0.001', { unit: 'ratio' })
const wholePipeline = sloOf('pipeline.latency', 'p(95)<200')
const pipeline = (model: number, rest: number): Measurement[] => [
  of('pipeline.latency', 30 + model + rest),
  of('pipeline.memory', 30),
  of('pipeline.model', model),
  of('pipeline.rest', rest),
]

testRules([
  {
    what: 'steps at once come one after another',
    rule: 'serial-workflow',
    slos: [speedup],
    slow: workflows(250, 240, 245),
    text: 'One after another they take 250 ms, at once 240 ms, as a graph 245 ms (medians of workflow.time).',
    next: 'look for an `await` in the loop that begins the steps',
    good: workflows(250, 30, 155),
  },
  {
    what: 'steps cost more than their work',
    rule: 'serial-workflow',
    slos: [speedup],
    slow: workflows(250, 100, 160),
    text: 'at once 100 ms',
    next: 'Look at what each step costs beyond its own work',
    good: workflows(250, 30, 155),
  },
  {
    what: 'all of memory is slow',
    rule: 'slow-memory',
    slos: [kept],
    slow: steps(120, 122),
    text: 'Reading and writing take as long, 120 ms to 122 ms (medians).',
    next: 'What all steps wait for is on the way to the memory',
    good: steps(2, 3),
  },
  {
    what: 'one step of memory is slow',
    rule: 'slow-memory',
    slos: [kept],
    slow: steps(2, 122),
    text: 'Its steps differ, 2.0 ms to 122 ms (medians).',
    next: 'Look at the slowest step',
    good: steps(2, 3),
  },
  {
    what: 'memory is wrong',
    rule: 'wrong-memory',
    slos: [right],
    slow: [events('memory.errors', {}, 1000, { 'a read without what was written': 20, 'status 500': 3 })],
    text: 'Memory is wrong (a read without what was written: 20 of 1,000 requests)',
    next: 'Write one value and read it back until it fails.',
    // What fails without being wrong is another rule's.
    good: [events('memory.errors', {}, 1000, { 'status 500': 20 })],
  },
  {
    what: 'a stage is slow',
    rule: 'slow-stage',
    slos: [wholePipeline],
    slow: pipeline(300, 2),
    text: 'Most of it is the stage model: p95 300 ms; the next is the stage memory with 30 ms.',
    next: 'Look at what the stage model waits for',
    good: pipeline(60, 2),
  },
  {
    what: 'no stage is slow',
    rule: 'slow-stage',
    slos: [wholePipeline],
    slow: pipeline(60, 400),
    text: 'Most of it is what no stage accounts for: p95 400 ms; the next is the stage model with 60 ms.',
    next: 'No stage says that it takes long.',
    good: pipeline(60, 2),
  },
])
