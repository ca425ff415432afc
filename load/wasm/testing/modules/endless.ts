/** Does not end. */
export function run(): never {
  for (;;);
}
