import { readdir, readFile, readlink } from 'node:fs/promises'

/** State of a socket in the tables of /proc that listens. */
const LISTEN = '0A'

/**
 * @returns the TCP ports on which a process listens; `undefined` where the system does not tell.
 * https://man7.org/linux/man-pages/man5/proc_pid_net.5.html
 */
export async function listeningPorts(pid: number): Promise<number[] | undefined> {
  const folder = `/proc/${pid}/fd`
  const names = await readdir(folder).catch(() => undefined)
  if (!names) return undefined
  const targets = await Promise.all(names.map(name => readlink(`${folder}/${name}`).catch(() => '')))
  const inodes = new Set(targets.flatMap(one => /^socket:\[(\d+)\]$/.exec(one)?.[1] ?? []))
  const tables = await Promise.all(
    ['tcp', 'tcp6'].map(table => readFile(`/proc/${pid}/net/${table}`, 'utf8').catch(() => '')),
  )
  const rows = tables.flatMap(table => table.split('\n')).map(row => row.trim().split(/\s+/))
  return rows.flatMap(([, local = '', , state, , , , , , inode = '']) =>
    state === LISTEN && inodes.has(inode) ? [Number.parseInt(local.split(':')[1] ?? '', 16)] : [],
  )
}
