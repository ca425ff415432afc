import type { PocketProtocol } from './pocket-protocol.ts'

/** How often the polling page asks, ms. */
const POLL_MS = 200

/** Gives each update to `show`; `live` is called once the first data can come. */
const feeds: Record<PocketProtocol, string> = {
  'socket.io': `
    const viewers = io('/viewers', { transports: ['websocket'] })
    viewers.on('connect', live)
    viewers.on('update', show)`,
  sse: `
    const stream = new EventSource('/events')
    stream.onopen = live
    stream.onmessage = event => show(JSON.parse(event.data))`,
  polling: `
    const ask = async () => {
      const answer = await fetch('/state')
      for (const update of await answer.json()) show(update)
      live()
      setTimeout(ask, ${POLL_MS})
    }
    ask()`,
}

/** @returns the page of a pocket server: a line for each agent, with its newest value */
export const pocketPage = (protocol: PocketProtocol): string => `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Pocket fleet</title></head>
<body>
<h1>Pocket fleet</h1>
<ul id="fleet" style="columns: 4"></ul>
${protocol === 'socket.io' ? '<script src="/socket.io/socket.io.js"></script>' : ''}
<script>
  const rows = new Map()
  const live = () => { document.body.dataset.live = 'true' }
  const show = ({ agent, value }) => {
    let row = rows.get(agent)
    if (row === undefined) {
      row = document.createElement('li')
      row.dataset.agent = agent
      rows.set(agent, row)
      fleet.append(row)
    }
    row.textContent = value
  }
  ${feeds[protocol]}
</script>
</body>
</html>`
