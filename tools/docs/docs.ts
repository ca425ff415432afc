import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { catalogueOf } from '../../fixtures/catalogue.ts'
import { slos } from '../../fixtures/slos/slos.ts'
import { writeMetricsPage } from './metrics-page.ts'

// Writes the pages of docs/ that are made from the code.
const file = path.join(import.meta.dirname, '../../docs/metrics.md')
writeFileSync(file, writeMetricsPage(slos, catalogueOf({}).declarations))
process.stdout.write('Wrote docs/metrics.md.\n')
