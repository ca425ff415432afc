// Makes a fresh clone ready to run: packages, a Chromium, the two built pages. Plain JavaScript without dependencies, for any
// Node from 18 on, because it runs before anything is installed. What is ready already is left alone.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const root = path.dirname(fileURLToPath(import.meta.url))
const statePath = path.join(root, '.cache/setup.json')
const state = readState()

try {
  installPackages()
  await findChromium()
  buildPage('dashboard', 'fixtures/platform/dashboard')
  // The page shares the document's types, the formats and the units with all of these.
  buildPage('report', 'reports/viewer', ['reports', 'load'], ['report', 'report-static'])
} catch (error) {
  console.error(`setup: ${error.message}`)
  process.exit(1)
}

function installPackages() {
  const lock = hash(['package-lock.json'])
  if (state.packages === lock && existsSync(path.join(root, 'node_modules'))) return
  say('installing packages (npm install, as the lockfile says)')
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  // Not `npm ci`: it refuses a lockfile that was made where the linters' packages for other platforms could not be had.
  const quiet = ['--no-save', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']
  run(npm, ['install', ...quiet], 'Look at the messages above; `npm install` by hand must succeed.')
  save({ packages: lock })
}

async function findChromium() {
  const wanted = await setting('PERF_CHROMIUM')
  if (wanted) {
    if (!isFile(wanted)) throw new Error(`PERF_CHROMIUM=${wanted}: there is no such file.`)
    return
  }
  if (state.chromium && isFile(state.chromium)) return
  const found = playwrightsOwn() ?? onThePath() ?? downloaded() ?? debians()
  if (!found) {
    throw new Error(
      'no Chromium was found and none could be installed. Install Chromium or Chrome by hand (Debian and Ubuntu: ' +
        '`sudo apt-get install chromium`; elsewhere: `npx playwright install chromium`), or set PERF_CHROMIUM to its path.',
    )
  }
  say(`using Chromium at ${found}`)
  save({ chromium: found })
}

function playwrightsOwn() {
  const script = "process.stdout.write(require('playwright-core').chromium.executablePath())"
  const result = spawnSync(pinnedNode(), ['-e', script], { cwd: root, encoding: 'utf8' })
  return result.status === 0 && existsSync(result.stdout) ? result.stdout : undefined
}

function onThePath() {
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome.exe']
  const folders = (process.env.PATH ?? '').split(path.delimiter)
  const places = folders.flatMap(folder => names.map(name => path.join(folder, name)))
  places.push('/Applications/Google Chrome.app/Contents/MacOS/Google Chrome')
  places.push('/Applications/Chromium.app/Contents/MacOS/Chromium')
  return places.find(place => existsSync(place))
}

function downloaded() {
  say('downloading Chromium (playwright install chromium)')
  const cli = path.join(root, 'node_modules/@playwright/test/cli.js')
  spawnSync(pinnedNode(), [cli, 'install', 'chromium'], { cwd: root, stdio: 'ignore', timeout: 300_000 })
  return playwrightsOwn()
}

function debians() {
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get'))
    return undefined
  say("the download failed; installing Debian's package (apt-get install chromium)")
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  spawnSync('apt-get', ['update'], { stdio: 'ignore', env })
  spawnSync('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], { stdio: 'ignore', env })
  return onThePath()
}

function buildPage(name, folder, shared = [], modes = [name]) {
  const sources = hash([folder, ...shared, 'vite.config.ts', 'package-lock.json'])
  if (state[name] === sources && existsSync(path.join(root, folder, 'dist/index.html'))) return
  say(`building the ${name} page`)
  const vite = path.join(root, 'node_modules/vite/bin/vite.js')
  for (const mode of modes)
    run(pinnedNode(), [vite, 'build', '--mode', mode, '--logLevel', 'warn'], 'Look at the messages above.')
  save({ [name]: sources })
}

/** The project's own Node where its package exists for this platform, else the one that runs this. */
function pinnedNode() {
  const own = path.join(root, 'node_modules/.bin', process.platform === 'win32' ? 'node.exe' : 'node')
  return existsSync(own) ? own : process.execPath
}

function run(command, args, remedy) {
  const shell = command.endsWith('.cmd')
  const { status, error } = spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell,
  })
  if (status !== 0) {
    const reason = error ? error.message : `exit code ${status}`
    throw new Error(`\`${path.basename(command)} ${args[0]}\` failed (${reason}). ${remedy}`)
  }
}

/** Found as a run finds its settings: in the environment, else in .env.<PERF_ENV>, else in .env, of the working folder. */
async function setting(name) {
  const { parse } = await import('dotenv')
  const read = file => (existsSync(file) ? parse(readFileSync(file)) : undefined)
  const common = read('.env') ?? {}
  const env = process.env.PERF_ENV || common.PERF_ENV
  const own = env ? read(`.env.${env}`) : {}
  if (!own)
    throw new Error(`PERF_ENV=${env}: there is no file .env.${env}; create it, starting from .env.example.`)
  return process.env[name] || own[name] || common[name]
}

function isFile(place) {
  return statSync(place, { throwIfNoEntry: false })?.isFile() === true
}

function hash(places) {
  const sum = createHash('sha256')
  for (const file of places.flatMap(place => listFiles(path.join(root, place)))) {
    sum.update(path.relative(root, file)).update(readFileSync(file))
  }
  return sum.digest('hex')
}

function listFiles(place) {
  if (!existsSync(place)) return []
  if (!statSync(place).isDirectory()) return [place]
  return readdirSync(place)
    .filter(name => name !== 'dist')
    .sort()
    .flatMap(name => listFiles(path.join(place, name)))
}

/** One that can't be read is made anew: it says no more than what is ready already. */
function readState() {
  try {
    return Object(JSON.parse(readFileSync(statePath, 'utf8')))
  } catch {
    return {}
  }
}

/** Written aside and put into place: a set-up that is cut short leaves no half of it. */
function save(change) {
  Object.assign(state, change)
  mkdirSync(path.dirname(statePath), { recursive: true })
  writeFileSync(`${statePath}.new`, JSON.stringify(state, null, 2))
  renameSync(`${statePath}.new`, statePath)
}

function say(text) {
  console.log(`setup: ${text}`)
}
