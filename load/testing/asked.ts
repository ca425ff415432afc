/** What a server was asked, by what it calls the place: bodies, or addresses. */
export type Asked = Map<string, string[]>

/** Notes one more. */
export function noteAsked(asked: Asked, place: string, what: string): void {
  const before = asked.get(place)
  if (before) before.push(what)
  else asked.set(place, [what])
}
