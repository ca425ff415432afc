import { whenRead } from './first-sign.ts'
import { showRemembered } from './remembered-theme.ts'

/** Runs `main.tsx`, which the file holds as text, before anything else happens. */
function start(): void {
  const script = document.createElement('script')
  script.textContent = document.querySelector('#page-code')?.textContent ?? ''
  document.head.append(script)
}

showRemembered()
// A page of a run under way shows nothing by itself.
if (document.querySelector('#report')?.childElementCount === 0) start()
else whenRead(start)
