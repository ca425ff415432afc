import { readdir, readFile } from 'node:fs/promises'
import { pidtree } from 'pidtree'

/**
 * @returns a process, and all that it and its children have begun, the process first. Linux tells them in files; elsewhere, and where its kernel leaves them
 *   out, `ps` is asked, which takes a process for each answer.
 * @throws Error when it is gone, or nobody tells
 */
export async function processTree(pid: number): Promise<number[]> {
  const children = await childrenOf(pid)
  if (!children) return pidtree(pid, { root: true })
  return [pid, ...(await Promise.all(children.map(descendants))).flat()]
}

/** Of a child that has ended there is nothing to follow. */
const descendants = async (pid: number): Promise<number[]> => [
  pid,
  ...(await Promise.all(((await childrenOf(pid)) ?? []).map(descendants))).flat(),
]

/** Each thread has those that it has begun. https://man7.org/linux/man-pages/man5/proc_tid_children.5.html */
const childrenOf = (pid: number): Promise<number[] | undefined> =>
  childrenIn(`/proc/${pid}/task`, { list: readdir, read: file => readFile(file, 'utf8') })

/** What reads a folder and its files. */
interface Reader {
  list: (folder: string) => Promise<string[]>
  read: (file: string) => Promise<string>
}

/**
 * @param folder of a process's threads
 * @returns what they have begun; `undefined` where none of them tells: the process has ended, or nobody tells. Of a thread that ends meanwhile others have
 *   what it had begun.
 */
export async function childrenIn(folder: string, { list, read }: Reader): Promise<number[] | undefined> {
  const threads = await list(folder).catch(() => [])
  const lists = await Promise.all(
    threads.map(thread => read(`${folder}/${thread}/children`).catch(() => undefined)),
  )
  const told = lists.filter(one => one !== undefined)
  return told.length === 0
    ? undefined
    : told.flatMap(one =>
        one
          .split(' ')
          .filter(id => id !== '')
          .map(Number),
      )
}
