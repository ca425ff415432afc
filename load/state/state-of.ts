/** About as long as what an agent knows of its work, bytes. */
const LENGTH = 500

const NOTES = 'x'.repeat(LENGTH)

/** @returns an agent's state as JSON of 500 bytes, another for each number */
export function stateOf(number: number): string {
  const start = `{"step":${number},"goal":"summarise the report","notes":"`
  return `${start}${NOTES.slice(0, LENGTH - start.length - 2)}"}`
}
