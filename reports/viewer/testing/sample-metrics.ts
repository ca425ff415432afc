import { catalogueOf } from '../../../fixtures/catalogue.ts'
import { Declared } from '../../stored/declared.ts'

/** The declarations of the sample run: those of the suite, and a metric of a target's own. Test data only. */
export const sampleDeclarations = catalogueOf({
  metrics: [
    {
      name: 'broker.depth',
      quantity: 'level',
      unit: 'count',
      title: 'Messages waiting',
      better: 'lower',
      section: 'broker',
      order: 700,
      overTime: true,
    },
  ],
}).declarations

/** The same, by their names. */
export const sampleDeclared = new Declared(sampleDeclarations)
