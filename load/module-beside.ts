import path from 'node:path'

/**
 * The URL of a module that is started by its URL, as workers and processes are: `.ts` in source, `.js` in a package.
 *
 * @param name relative to the module that asks, without extension, such as `./http.worker`
 * @param asking `import.meta.url` of that module, whose extension is taken
 */
export const moduleBeside = (name: string, asking: string): URL =>
  new URL(name + path.extname(new URL(asking).pathname), asking)
