import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { catalogueOf } from '../../fixtures/catalogue.ts'
import { slos } from '../../fixtures/slos/slos.ts'
import { writeApiPage } from './api-page.ts'
import { writeMetricsPage } from './metrics-page.ts'
import { writeReportSchema } from './report-schema.ts'

// Writes the pages of docs/ that are made from the code.
const docs = path.join(import.meta.dirname, '../../docs')
writeFileSync(path.join(docs, 'metrics.md'), writeMetricsPage(slos, catalogueOf({}).declarations))
writeFileSync(path.join(docs, 'report.schema.json'), writeReportSchema())
writeFileSync(path.join(docs, 'api.md'), writeApiPage())
process.stdout.write('Wrote docs/metrics.md, docs/api.md and docs/report.schema.json.\n')
