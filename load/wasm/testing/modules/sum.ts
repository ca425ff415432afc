/** @returns the sum of a text's characters, as a 32-bit number */
export function run(text: string): number {
  let sum = 0
  for (let index = 0; index < text.length; index++) sum = (sum + text.charCodeAt(index)) | 0
  return sum
}
