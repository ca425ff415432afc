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
async function childrenOf(pid: number): Promise<number[] | undefined> {
  const folder = `/proc/${pid}/task`
  try {
    const threads = await readdir(folder)
    const told = await Promise.all(threads.map(thread => readFile(`${folder}/${thread}/children`, 'utf8')))
    return told.flatMap(list =>
      list
        .split(' ')
        .filter(one => one !== '')
        .map(Number),
    )
  } catch {
    return undefined
  }
}
