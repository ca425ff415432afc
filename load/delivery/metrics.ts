import type { MetricDeclaration } from '../measure/metric.ts'

const delivery = { section: 'runtime', better: 'lower', overTime: false } as const

/** What it takes to get a target: its install and its build (label `cache`), and what comes out (label `form`). */
export const deliveryMetrics: readonly MetricDeclaration[] = [
  {
    ...delivery,
    name: 'delivery.install',
    quantity: 'time',
    unit: 'ms',
    title: 'Install',
    order: 560,
    view: { kind: 'strip' },
    about:
      'Of a fresh copy of its folder; cold with empty caches of packages, warm with those of the cold one.',
  },
  {
    ...delivery,
    name: 'delivery.build',
    quantity: 'time',
    unit: 'ms',
    title: 'Build',
    order: 561,
    view: { kind: 'strip' },
    about: 'Cold in a fresh copy of its folder, warm once more in the same.',
  },
  {
    ...delivery,
    name: 'delivery.size',
    quantity: 'size',
    unit: 'bytes',
    title: 'Size of what is delivered',
    order: 562,
    about: 'Of all files that the build leaves: unpacked as they are, packed by gzip.',
  },
  {
    ...delivery,
    name: 'delivery.part',
    quantity: 'size',
    unit: 'bytes',
    title: 'Heaviest parts of what is delivered',
    order: 563,
    about: 'Unpacked, of the files and folders at the top of what the build leaves; label `part`.',
  },
]
