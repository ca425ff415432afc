/**
 * The median of numbers, in expected linear time (Hoare's selection); the mean of the two middle ones when their count is even.
 * The array is left in another order. NaN for an empty array.
 */
export function median(values: Float64Array): number {
  const upper = values.length >> 1
  const middle = select(values, upper)
  if (values.length % 2 === 1) return middle
  // All that is left of the selected place is no larger: its largest is the other middle value.
  return (
    (values.subarray(0, upper).reduce((largest, value) => Math.max(largest, value), -Infinity) + middle) / 2
  )
}

/** The value that belongs at `place` when sorted; what is left of it is no larger, what is right of it no smaller. */
function select(values: Float64Array, place: number): number {
  const at = (index: number): number => values[index] ?? Number.NaN
  let low = 0
  let high = values.length - 1
  while (low < high) {
    const pivot = at((low + high) >> 1)
    let left = low
    let right = high
    while (left <= right) {
      while (at(left) < pivot) left += 1
      while (at(right) > pivot) right -= 1
      if (left > right) break
      const kept = at(left)
      values[left++] = at(right)
      values[right--] = kept
    }
    if (right < place) low = left
    if (place < left) high = right
  }
  return at(place)
}
