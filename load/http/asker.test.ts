import { createServer } from 'node:http'
import { expect, test } from '@playwright/test'
import { systemClock } from '../clock.ts'
import { listening } from '../testing/listening.ts'
import { Asker } from './asker.ts'
import type { HttpRequest } from './request.ts'
import { Sender } from './sender.ts'

const id = 'a+b&c="ü'

/** What a body of a content type says of that id, and what the target reads in it. */
const written: [type: string, body: string, read: (body: string) => unknown][] = [
  ['application/x-www-form-urlencoded', 'id={{id}}&n=1', body => new URLSearchParams(body).get('id')],
  ['application/json; charset=utf-8', '{"id":"{{id}}"}', body => (JSON.parse(body) as { id: string }).id],
  ['text/plain', 'id {{id}}', body => body.slice('id '.length)],
]

for (const [type, body, read] of written) {
  test(`a variable stands in a body of ${type} as that is written`, async () => {
    const server = createServer((request, response) => request.pipe(response))
    await listening(server, async origin => {
      const sender = new Sender({ origin, timeoutMs: 10_000 }, systemClock)
      const asker = new Asker(sender, { 'content-type': type })
      const request: HttpRequest = { method: 'POST', path: '/tasks', bodies: [body] }
      const answer = await asker.ask(request, { id }, systemClock.nowMs())
      sender.stop()
      expect(answer.status).toBe(200)
      expect(read(answer.body)).toBe(id)
    })
  })
}
