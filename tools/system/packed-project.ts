import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { test as base, expect } from '@playwright/test'
import { outerEnvironment } from './run-suite.ts'

const root = path.join(import.meta.dirname, '../..')
const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
  devDependencies: { '@playwright/test': string }
}

/** A program that has run to its end. */
export interface Ended {
  code: number | null
  output: string
}

/** Runs a program to its end in a folder. */
export async function run(
  cwd: string,
  program: string,
  args: string[],
  env: Record<string, string> = {},
): Promise<Ended> {
  const child = spawn(program, args, { cwd, env: { ...outerEnvironment(), ...env } })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text))
  }
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, output }
}

/**
 * Lays the project's own copies of what a package of it may need into a folder, as hard links where the disk allows: to unpack some 290 packages, Lighthouse's above all,
 * takes 40 s of a core, and these are the same. npm throws out what nothing asks for, and fetches what is not there.
 */
function layPackages(project: string): void {
  const file = path.join(root, 'package-lock.json')
  const { packages } = JSON.parse(readFileSync(file, 'utf8')) as {
    packages: Record<string, { dev?: true; link?: true }>
  }
  for (const [place, { dev, link }] of Object.entries(packages)) {
    if (place.startsWith('node_modules/') && !dev && !link) layFolder(place, project)
  }
}

function layFolder(place: string, project: string): void {
  // A package for another system is in the lock file, and not here.
  if (!existsSync(path.join(root, place))) return
  mkdirSync(path.join(project, place), { recursive: true })
  for (const entry of readdirSync(path.join(root, place), { withFileTypes: true })) {
    const inner = path.join(place, entry.name)
    if (entry.isFile()) layFile(path.join(root, inner), path.join(project, inner))
    else if (entry.name !== 'node_modules') layFolder(inner, project)
  }
}

function layFile(from: string, to: string): void {
  try {
    linkSync(from, to)
  } catch {
    copyFileSync(from, to)
  }
}

/**
 * Packing compiles all sources (5 s of a core), and so does npm to see what is there: once for all tests of a file.
 *
 * @param files what the project has beside its `package.json`: their text, by name
 * @returns Playwright's `test` with `project`, the folder of a project that has installed the package from its tarball
 */
export const withPackage = (files: Readonly<Record<string, string>>) =>
  base.extend<object, { project: string }>({
    project: [
      async ({}, use) => {
        const project = mkdtempSync(path.join(tmpdir(), 'fleetmark-package-'))
        const packed = await run(root, 'npm', ['pack', '--silent', '--pack-destination', project])
        expect(packed, packed.output).toMatchObject({ code: 0 })
        const tarball = path.join(project, packed.output.trim().split('\n').at(-1) ?? '')
        expect(statSync(tarball).size).toBeLessThan(5e6)
        writeFileSync(path.join(project, 'package.json'), '{ "private": true, "type": "module" }')
        layPackages(project)
        const playwright = `@playwright/test@${manifest.devDependencies['@playwright/test']}`
        const quiet = ['--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error']
        const installed = await run(project, 'npm', ['install', '--save-dev', ...quiet, tarball, playwright])
        expect(installed, installed.output).toMatchObject({ code: 0 })
        for (const [name, text] of Object.entries(files)) writeFileSync(path.join(project, name), text)
        await use(project)
        rmSync(project, { recursive: true, force: true })
      },
      { scope: 'worker', timeout: 500_000 },
    ],
  })
