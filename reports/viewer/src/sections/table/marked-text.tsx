/** A text in which what stands between backticks is code, as in Markdown. */
export function MarkedText({ text }: { text: string }) {
  return text.split('`').map((part, index) => (index % 2 === 1 ? <code key={index}>{part}</code> : part))
}
