import { defineConfig } from 'vite'
import type { Plugin } from 'vite'
import { viteSingleFile } from 'vite-plugin-singlefile'

/**
 * Builds one of the two pages: `vite build --mode dashboard` (the platform's) or `--mode report` (one file that opens from disk); or, with
 * `--mode report-static`, beside the latter what draws as much of it as needs no script, for Node.
 */
export default defineConfig(({ mode }) => {
  const isStatic = mode === 'report-static'
  return {
    root: mode === 'dashboard' ? 'fixtures/platform/dashboard' : 'reports/viewer',
    base: mode === 'dashboard' ? '/' : './',
    build: {
      outDir: 'dist',
      emptyOutDir: !isStatic,
      reportCompressedSize: false,
      // All browsers that show these pages load modules by themselves.
      modulePreload: { polyfill: false },
      ...(isStatic && { ssr: 'src/static.tsx' }),
    },
    ssr: { noExternal: true as const },
    plugins: mode === 'report' ? [withoutLocales(), viteSingleFile()] : [],
  }
})

/** What uPlot asks of the browser's locales as it is loaded, and what it is made into: asked when it is needed, which is never. */
const ASKED_OF_LOCALES: readonly (readonly [asked: string, later: string])[] = [
  ['const numFormatter = new Intl.NumberFormat(', 'const numFormatter = () => new Intl.NumberFormat('],
  ['numFormatter.format(val)', 'numFormatter().format(val)'],
  ['const localTz = new Intl.DateTimeFormat()', 'const localTz = () => new Intl.DateTimeFormat()'],
  ['tz == localTz)', 'tz == localTz())'],
]

/** Loading its locales takes a browser 60 ms, in which a page that is opened does not answer. The charts of the report write numbers and times themselves. */
function withoutLocales(): Plugin {
  return {
    name: 'without-locales',
    transform(code, id) {
      if (!id.includes('uPlot.esm')) return undefined
      return ASKED_OF_LOCALES.reduce((changed, [asked, later]) => {
        if (!changed.includes(asked))
          throw new Error(`uPlot has no ${asked} any more: look at vite.config.ts.`)
        return changed.replace(asked, later)
      }, code)
    },
  }
}
