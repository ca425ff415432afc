/** Asks another host for what it needs. */
export async function run(text: string): Promise<string> {
  await fetch('http://127.0.0.1:9/')
  return text
}
