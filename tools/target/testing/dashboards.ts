import { once } from 'node:events'
import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { WebSocketServer } from 'ws'
import type { WebSocket } from 'ws'
import { WORKER_DASHBOARDS } from './worker-dashboards.ts'

/** Who may enter the dashboards that ask. */
export const USER = { username: 'ann', password: 'a-password-of-hers' } as const

/** What lets into `/bearer`. */
export const TOKEN = 'a-token-for-the-bearer'

/** The cookie `sid` of who has signed in. */
export const SESSION = '0123456789abcdef0123456789abcdef'

/** A server of dashboards of known truth, each at a path. */
export interface Dashboards extends AsyncDisposable {
  url: string
  /** What was asked: method and path, without the query. */
  asked: Map<string, number>
  /** Handshakes of sockets with the cookie of who has signed in, and all. */
  sockets: { signedIn: number; all: number }
}

/** Each value is told once, and grows: 100 001, 100 002, ... */
let last = 100_000
const value = (): number => ++last

const document = (body: string, script = ''): string =>
  `<!doctype html><meta charset="utf-8"><title>Dashboard</title><body>${body}<script>${script}</script>`

/** Behind a form with a cookie; shows nothing before the first frame, which comes when it has subscribed. Changes something by POST, and by a GET. */
const FLEET = document(
  '<h1>Fleet</h1><table id="agents"><tbody><tr><td class="name">Connecting</td><td class="cpu">0</td></tr></tbody></table>',
  `const body = document.querySelector('tbody')
const socket = new WebSocket('ws://' + location.host + '/fleet/live?view=all')
socket.onopen = () => socket.send(JSON.stringify({ subscribe: 'agents' }))
socket.onmessage = ({ data }) => {
  const { agents } = JSON.parse(data)
  body.innerHTML = agents.map(one => '<tr><td class="name">' + one.name + '</td><td class="cpu">' + one.cpu + '</td></tr>').join('')
}
fetch('/fleet/api/agents?page=1&_=' + Date.now())
fetch('/fleet/api/seen', { method: 'POST' })
fetch('/fleet/api/alerts/clear')
fetch('/fleet/api/secret')`,
)

const SIGN_IN = document(
  `<form method="post" action="/fleet/login"><label>Name <input name="username"></label><label>Password <input type="password" name="password"></label><button>Sign in</button></form>`,
)

/** Its data are in a frame, and come by an event stream with a named event. */
const FRAMED = document(
  '<h1>Queues</h1><iframe id="inner" src="/framed/inner" width="500" height="300"></iframe>',
)
const INNER = document(
  '<p>Waiting <output data-testid="waiting"></output></p>',
  `new EventSource('/framed/events').addEventListener('depth', ({ data }) => { document.querySelector('output').textContent = JSON.parse(data).queue.depth })`,
)

/** Polls alone; shows what comes in a shadow root; never rests: something spins, and a request is never answered. */
const SHADOWED = document(
  '<i id="spinner"></i><my-panel></my-panel>',
  `const root = document.querySelector('my-panel').attachShadow({ mode: 'open' })
root.innerHTML = '<p>Load <b class="load">n/a</b></p>'
const ask = async () => { root.querySelector('.load').textContent = (await (await fetch('/shadowed/api/load')).json()).load.toLocaleString('en') }
ask()
setInterval(ask, 500)
const spin = () => { document.getElementById('spinner').textContent = performance.now(); requestAnimationFrame(spin) }
spin()
fetch('/shadowed/never')`,
)

/** What stands there before its data come, which is at once, is hardly ever seen. */
const QUICK = document(
  '<p>Load <b id="load">none yet</b></p>',
  `const told = new XMLHttpRequest()
const ask = isNow => {
  told.open('GET', '/quick/api/load', !isNow)
  told.onload = () => { document.getElementById('load').textContent = JSON.parse(told.responseText).load }
  told.onerror = () => {}
  try { told.send() } catch { /* Its answer was kept from it. */ }
}
ask(true)
setInterval(ask, 500)`,
)

/** Its server refuses who does not say what it is. */
const PICKY = QUICK.replaceAll('/quick/', '/picky/')

/** Has a key, masked, that it shows to who may see it. */
const KEYED = QUICK.replace(
  '<p>',
  '<label>API key <input type="password" id="key" value="of-an-agent"></label><p>',
)

/** Draws all that it is told, where its address has the fragment `#/load`. */
const DRAWN = document(
  '<h1>Load</h1><canvas id="chart" width="400" height="200"></canvas>',
  `const pen = document.querySelector('canvas').getContext('2d')
const ask = async () => { const { load } = await (await fetch('/drawn/api/load')).json(); pen.fillRect((load % 80) * 5, 50, 4, 100) }
if (location.hash === '#/load') setInterval(ask, 500, ask())`,
)

/** What the server renders, into the page and for each of its polls. */
const renderJobs = (): string =>
  `<table><tr><td>jobs done</td><td class="num">${value()}</td></tr><tr><td>workers</td><td>4</td></tr></table>`
const renderPage = (): string =>
  document(
    `<h1>Jobs</h1><div id="box">${renderJobs()}</div>`,
    `setInterval(async () => { document.getElementById('box').innerHTML = await (await fetch('/rendered/jobs')).text() }, 500)`,
  )

const CONSENT = document(
  `<div id="consent" style="position:fixed;inset:0;background:#fff"><p>We use cookies.</p><button>Accept</button></div><h1>Behind</h1>`,
)

const SECOND_FACTOR = document(
  '<form onsubmit="event.preventDefault(); this.innerHTML = `<label>Code <input autocomplete=one-time-code></label>`"><input name="user"><input type="password" name="password"><button>Go</button></form>',
)

const PAGES: Readonly<Record<string, string>> = {
  '/framed': FRAMED,
  '/framed/inner': INNER,
  '/shadowed': SHADOWED,
  '/quick': QUICK,
  '/picky': PICKY,
  '/api-key': KEYED,
  '/drawn': DRAWN,
  '/consent': CONSENT,
  '/second-factor': SECOND_FACTOR,
  '/endless': document('<h1>Endless</h1>', 'setTimeout(() => { for (;;); }, 300)'),
  '/script-away': document('', `location.href = 'http://stranger.invalid/login'`),
}

/** From where a server leads on, and whereto. `/home` is for who has signed in. */
const LEADS_TO: Readonly<Record<string, string>> = {
  '/moved': '/drawn#/load',
  '/home': '/fleet',
  '/keyed': '/framed?token=another-token',
  '/away': 'http://stranger.invalid/login',
}

/** Starts the dashboards on loopback. */
export async function startDashboards(): Promise<Dashboards> {
  const asked = new Map<string, number>()
  const sockets = { signedIn: 0, all: 0 }
  const isIn = ({ headers }: IncomingMessage): boolean => (headers.cookie ?? '').includes(`sid=${SESSION}`)
  const json = (response: ServerResponse, body: object): void =>
    void response.setHeader('content-type', 'application/json').end(JSON.stringify(body))
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost')
    const what = `${request.method} ${pathname}`
    asked.set(what, (asked.get(what) ?? 0) + 1)
    if (pathname.startsWith('/picky') && request.headers['user-agent'] === undefined)
      return response.writeHead(403).end()
    const page = PAGES[pathname] ?? WORKER_DASHBOARDS[pathname]?.page
    if (page !== undefined) return response.setHeader('content-type', 'text/html').end(page)
    if (pathname.endsWith('/worker.js'))
      return response
        .writeHead(200, { 'content-type': 'text/javascript', 'service-worker-allowed': '/' })
        .end(WORKER_DASHBOARDS[pathname.replace('/worker.js', '')]?.script)
    if (pathname.startsWith('/rendered'))
      return response
        .setHeader('content-type', 'text/html')
        .end(pathname === '/rendered' ? renderPage() : renderJobs())
    if (pathname === '/fleet/login') return signIn(request, response)
    if (pathname.startsWith('/fleet')) {
      if (!isIn(request)) {
        if (pathname !== '/fleet') return response.writeHead(401).end()
        return response.writeHead(302, { location: '/fleet/login' }).end()
      }
      if (pathname === '/fleet') return response.setHeader('content-type', 'text/html').end(FLEET)
      // It is only for a page: load would be refused.
      if (pathname === '/fleet/api/secret' && request.headers['sec-fetch-mode'] === undefined)
        return response.writeHead(403).end()
      return json(response, { agents: [{ name: 'one', cpu: 1 }] })
    }
    if (pathname === '/framed/events') return stream(response)
    if (pathname.endsWith('/api/load')) return json(response, { load: value() })
    if (pathname === '/shadowed/never') return undefined
    const location = LEADS_TO[pathname]
    if (location !== undefined) return response.writeHead(302, { location }).end()
    if (pathname === '/basic') {
      const isRight = request.headers.authorization === `Basic ${btoa(`${USER.username}:${USER.password}`)}`
      if (!isRight) return response.writeHead(401, { 'www-authenticate': 'Basic realm="x"' }).end()
      return response.setHeader('content-type', 'text/html').end(document('<h1>Behind a password</h1>'))
    }
    if (pathname === '/bearer') {
      const isRight = request.headers.authorization === `Bearer ${TOKEN}`
      if (!isRight) return response.writeHead(401, { 'www-authenticate': 'Bearer' }).end()
      return response.setHeader('content-type', 'text/html').end(document('<h1>Behind a token</h1>'))
    }
    if (pathname === '/data') return json(response, {})
    return response.writeHead(404).end()
  })
  const wss = new WebSocketServer({ server })
  wss.on('connection', (socket, request) => {
    if (request.url === '/workers/live') return tellWorker(socket)
    sockets.all++
    if (!isIn(request)) return socket.close(4401)
    sockets.signedIn++
    socket.once('message', (data: Buffer) => {
      if (!data.includes('subscribe')) return
      const tell = (): void =>
        socket.send(JSON.stringify({ agents: ['one', 'two', 'three'].map(name => ({ name, cpu: value() })) }))
      const timer = setInterval(tell, 500)
      socket.once('close', () => clearInterval(timer))
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    sockets,
    [Symbol.asyncDispose]: async () => {
      for (const socket of wss.clients) socket.terminate()
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

/** Tells a worker twice a second. */
function tellWorker(socket: WebSocket): void {
  const timer = setInterval(() => socket.send(JSON.stringify({ load: value() })), 500)
  socket.once('close', () => clearInterval(timer))
}

function signIn(request: IncomingMessage, response: ServerResponse): void {
  response.setHeader('content-type', 'text/html')
  if (request.method === 'GET') return void response.end(SIGN_IN)
  let body = ''
  request.setEncoding('utf8').on('data', (text: string) => (body += text))
  request.on('end', () => {
    const given = new URLSearchParams(body)
    const isRight = given.get('username') === USER.username && given.get('password') === USER.password
    if (isRight)
      response.writeHead(302, { location: '/fleet', 'set-cookie': `sid=${SESSION}; Path=/; HttpOnly` }).end()
    else response.end(SIGN_IN.replace('<form', '<p role="alert">Wrong name or password</p><form'))
  })
}

function stream(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  const tell = (): void => void response.write(`event: depth\ndata: {"queue":{"depth":${value()}}}\n\n`)
  const timer = setInterval(tell, 500)
  response.once('close', () => clearInterval(timer))
}
