/** Head cells of columns of numbers, aligned as their cells are. */
export function NumberHeads({ names }: { names: readonly string[] }) {
  return names.map(name => (
    <th key={name} scope="col" class="number">
      {name}
    </th>
  ))
}
