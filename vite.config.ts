import { defineConfig } from 'vite'
import { viteSingleFile } from 'vite-plugin-singlefile'

/** Builds one of the two pages: `vite build --mode dashboard` (the platform's) or `--mode report` (one file that opens from disk). */
export default defineConfig(({ mode }) => ({
  root: mode === 'report' ? 'reports/viewer' : 'fixtures/platform/dashboard',
  base: mode === 'report' ? './' : '/',
  build: { outDir: 'dist', emptyOutDir: true, reportCompressedSize: false },
  plugins: mode === 'report' ? [viteSingleFile()] : [],
}))
