import { defineConfig } from 'vite'
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
      ...(isStatic && { ssr: 'src/static.tsx' }),
    },
    ssr: { noExternal: true as const },
    plugins: mode === 'report' ? [viteSingleFile()] : [],
  }
})
