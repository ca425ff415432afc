import type { MetricDeclaration } from '../measure/metric.ts'

const runtime = { section: 'runtime', better: 'lower', overTime: true } as const
const level = { ...runtime, quantity: 'level', unit: 'count' } as const
const left = {
  section: 'runtime',
  better: 'lower',
  overTime: false,
  quantity: 'multiple',
  unit: 'times',
} as const

/** What a target uses of its machine before, under and after a load: label `phase`. */
export const runtimeMetrics: readonly MetricDeclaration[] = [
  {
    ...runtime,
    name: 'resources.cpu',
    quantity: 'share',
    unit: 'ratio',
    title: 'CPU of all processes',
    order: 530,
    about:
      'CPU time of the target and of all processes that it has begun, as a share of the cores that it may use.',
  },
  {
    ...runtime,
    name: 'resources.memory',
    quantity: 'size',
    unit: 'bytes',
    title: 'Memory of the target',
    order: 531,
    about:
      'Resident memory of the target and of all processes that it has begun; what they share is counted in each.',
  },
  {
    ...runtime,
    name: 'resources.heap',
    quantity: 'size',
    unit: 'bytes',
    title: 'Heap',
    order: 532,
    about: "What objects of the target's runtime take, with those that are garbage and not collected yet.",
  },
  { ...level, name: 'resources.threads', title: 'Threads', order: 533 },
  {
    ...level,
    name: 'resources.descriptors',
    title: 'Open files and sockets',
    order: 534,
  },
  { ...level, name: 'resources.sockets', title: 'Open sockets', order: 535 },
  {
    ...left,
    name: 'resources.threads.left',
    title: 'Threads after a load, against before',
    order: 536,
    about: 'Threads some seconds after a load, as a multiple of those before it.',
  },
  {
    ...left,
    name: 'resources.descriptors.left',
    title: 'Open files and sockets after a load, against before',
    order: 537,
    about: 'Open files and sockets some seconds after a load, as a multiple of those before it.',
  },
  {
    ...runtime,
    name: 'resources.gc',
    quantity: 'time',
    unit: 'ms',
    title: 'Pause of the garbage collector',
    order: 540,
    view: { kind: 'curve' },
    about: "How long a garbage collection of the target's runtime stopped everything else; label `kind`.",
  },
  {
    ...runtime,
    name: 'resources.gc.share',
    quantity: 'share',
    unit: 'ratio',
    title: 'Time in the garbage collector',
    order: 541,
  },
  {
    ...runtime,
    name: 'resources.gc.major',
    quantity: 'level',
    unit: 'count',
    title: 'Major garbage collections a minute',
    order: 542,
    overTime: false,
    about: 'Collections of the whole heap that ended under the load, by the minute.',
  },
  {
    ...runtime,
    name: 'resources.loop-delay',
    quantity: 'time',
    unit: 'ms',
    title: 'Event-loop delay',
    order: 543,
    about: "The longest between two readings that the target's event loop was held up, to 10 ms.",
  },
  {
    ...runtime,
    name: 'resources.latency',
    quantity: 'time',
    unit: 'ms',
    title: 'Response time while the target is read',
    order: 544,
    about:
      'From the moment a request of that load was due to the end of its answer: beside the pauses and delays of the same seconds; label `endpoint`.',
  },
  {
    ...runtime,
    name: 'profile.self',
    quantity: 'share',
    unit: 'ratio',
    title: 'Busiest functions of the target',
    better: 'none',
    order: 545,
    overTime: false,
    about:
      'Share of the time in which the runtime was busy that a function took itself, in a CPU profile of a load that comes after all that is measured; label `function`.',
  },
  {
    ...runtime,
    name: 'profile.allocated',
    quantity: 'share',
    unit: 'ratio',
    title: 'What allocates most in the target',
    better: 'none',
    order: 545.1,
    overTime: false,
    about:
      'Share of the bytes allocated, garbage too, that a function allocated itself, in a heap profile of the same load; label `function`.',
  },
  {
    ...left,
    name: 'profile.overhead',
    title: 'CPU time of the target while profiled, against before',
    better: 'none',
    order: 545.2,
    about: 'CPU time of its process under the same load, profiled and right before that: a multiple.',
  },
]
