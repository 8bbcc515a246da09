/**
 * The known word that `typed` most likely meant, or undefined when none is near.
 * Optimal string alignment distance; a word qualifies within a third of its length, or 2, and never beyond half of it.
 */
export function suggestionFor(typed: string, known: readonly string[]): string | undefined {
  const near = known
    .map((word) => ({
      word,
      most: Math.min(Math.max(2, Math.floor(word.length / 3)), Math.floor(word.length / 2)),
    }))
    // No distance is less than the difference in length: most words need not be looked at.
    .filter(({ word, most }) => Math.abs(word.length - typed.length) <= most)
    .map(({ word, most }) => ({
      word,
      most,
      distance: editDistance(typed.toLowerCase(), word.toLowerCase()),
    }))
    .filter(({ most, distance }) => distance <= most)
    .sort((a, b) => a.distance - b.distance)
  return near[0]?.word
}

function editDistance(a: string, b: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let row = 1; row <= a.length; row++) {
    const current = [row]
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1]
      let best = Math.min(
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (same ? 0 : 1),
      )
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]
      if (swapped) best = Math.min(best, (beforeLast[column - 2] ?? 0) + 1)
      current.push(best)
    }
    beforeLast = last
    last = current
  }
  return last[b.length] ?? 0
}
