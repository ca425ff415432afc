/** What a dashboard is made of whose data come by a worker: its page, and the worker's script. */
interface WorkerDashboard {
  page: string
  script: string
}

const page = (script: string): string =>
  `<!doctype html><meta charset="utf-8"><title>Dashboard</title><body><h1>Load</h1><p>Load <b id="load">n/a</b></p><script>
const show = ({ data }) => { document.getElementById('load').textContent = data.load }
${script}</script>`

/** Its worker is told by a socket, twice a second. */
const HEARS = `
const hear = tell => { new WebSocket(location.origin.replace('http', 'ws') + '/workers/live').onmessage = ({ data }) => tell(JSON.parse(data)) }`

const WORKED: WorkerDashboard = {
  page: page(`new Worker('/worked/worker.js').onmessage = show`),
  script: `${HEARS}
hear(data => postMessage(data))`,
}

const SHARED: WorkerDashboard = {
  page: page(`new SharedWorker('/shared/worker.js').port.onmessage = show`),
  script: `${HEARS}
onconnect = ({ ports: [port] }) => hear(data => port.postMessage(data))`,
}

/** The page asks twice a second, and the service worker asks the server for it. */
const SERVED: WorkerDashboard = {
  page: page(`navigator.serviceWorker.register('/served/worker.js', { scope: '/served' })
const ask = async () => show({ data: await (await fetch('/served/api/load')).json() })
navigator.serviceWorker.ready.then(() => { ask(); setInterval(ask, 500) })`),
  script: `
oninstall = () => skipWaiting()
onactivate = event => event.waitUntil(clients.claim())
onfetch = event => event.respondWith(fetch(event.request))`,
}

/** The service worker asks by itself, once the page is there, and tells the page. */
const PUSHED: WorkerDashboard = {
  page: page(`navigator.serviceWorker.register('/pushed/worker.js', { scope: '/pushed' })
navigator.serviceWorker.onmessage = show
navigator.serviceWorker.ready.then(({ active }) => setInterval(() => active.postMessage('ask'), 500))`),
  script: `
onmessage = ({ source }) => fetch('/pushed/api/load').then(answer => answer.json()).then(data => source.postMessage(data))`,
}

/** By their paths; a script is at `worker.js` below. */
export const WORKER_DASHBOARDS: Readonly<Record<string, WorkerDashboard>> = {
  '/worked': WORKED,
  '/shared': SHARED,
  '/served': SERVED,
  '/pushed': PUSHED,
}
