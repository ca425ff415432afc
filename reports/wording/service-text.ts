import type { UsedService } from '../run-report.ts'

/** Where a service comes from, in words. */
const SERVICE_SOURCES: Readonly<Record<UsedService['source'], string>> = {
  url: 'your own',
  path: 'of this machine',
  npm: 'from npm',
  packages: "from the distribution's packages",
  docker: 'in a container',
}

/** @returns its version and where it comes from */
export const serviceText = ({ version, source }: UsedService): string =>
  `${version}, ${SERVICE_SOURCES[source]}`
