/**
 * @param file path in the run's folder, as a document names it: a document may come from anywhere
 * @returns the link to that file and to nothing else: no scheme (`javascript:`), host, query or place above the folder can be named
 */
export function fileLink(file: string): string {
  const parts = file.split(/[/\\]/).filter(part => part !== '' && part !== '.' && part !== '..')
  return `./${parts.map(part => encodeURIComponent(part.toWellFormed())).join('/')}`
}
