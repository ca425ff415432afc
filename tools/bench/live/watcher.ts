import { setTimeout } from 'node:timers/promises'

/** Asks for the document of a live page as the page does, every two seconds, and tells the parent each time how large it is. Argument: the address. */
process.once('disconnect', () => process.exit(0))
const [url = ''] = process.argv.slice(2)
for (;;) {
  const text = await (await fetch(new URL('live.json', url))).text()
  process.send?.(text.length)
  await setTimeout(2000)
}
