import { build, defineConfig } from 'vite'
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
    plugins: mode === 'report' ? [withoutLocales(), viteSingleFile(), scriptWhenNeeded()] : [],
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

/**
 * What the file shows needs no script, and most readers look at it first: the script stands at the end of the file as text, which the browser neither
 * compiles nor runs before a small one, `start.ts`, finds that it is needed.
 */
function scriptWhenNeeded(): Plugin {
  return {
    name: 'script-when-needed',
    enforce: 'post',
    generateBundle: {
      order: 'post',
      async handler(_, bundle) {
        const page = bundle['index.html']
        const source = page?.type === 'asset' ? String(page.source) : ''
        const [all, code] = /<script type="module"[^>]*>(.+?)<\/script>/s.exec(source) ?? []
        if (
          page?.type !== 'asset' ||
          all === undefined ||
          code === undefined ||
          /^(import|export)\b/m.test(code)
        )
          throw new Error(
            'The page is not one file with one script that imports nothing: look at vite.config.ts.',
          )
        const [before = '', after = ''] = source.split(all)
        const end = after.lastIndexOf('</body>')
        const scripts = [
          `<script type="text/plain" id="page-code">(()=>{"use strict";${asciiScript(code)}})()</script>`,
          `<script type="module">${await starter()}</script>`,
        ]
        page.source = [asciiStyle(before), after.slice(0, end), ...scripts, after.slice(end)].join('')
      },
    },
  }
}

async function starter(): Promise<string> {
  const entry = 'reports/viewer/src/start.ts'
  const built = await build({
    configFile: false,
    logLevel: 'warn',
    build: { write: false, modulePreload: { polyfill: false }, rolldownOptions: { input: entry } },
  })
  const [chunk] = Array.isArray(built) ? (built[0]?.output ?? []) : 'output' in built ? built.output : []
  if (!chunk) throw new Error(`${entry} was not built.`)
  return chunk.code
}

// Why, fill-page.ts tells.
const asciiScript = (code: string): string =>
  code.replaceAll(/[^\0-\x7F]/g, unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)

const asciiStyle = (text: string): string =>
  text.replaceAll(/[^\0-\x7F]/gu, character => `\\${character.codePointAt(0)?.toString(16)} `)
