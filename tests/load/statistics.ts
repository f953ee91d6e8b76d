/** The middle one; of an even number the lower middle. */
export function median(values: readonly number[]): number {
  return percentile(values, 0.5)
}

/** The value that this part of all values does not exceed. */
export function percentile(values: readonly number[], part: number): number {
  // A typed array sorts numbers as numbers, and millions of them in a moment.
  const sorted = Float64Array.from(values).sort()
  return sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)] ?? Number.NaN
}

/** The median of each figure over several rounds. */
export function medians(rounds: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const figures = new Set(rounds.flatMap((round) => Object.keys(round)))
  return Object.fromEntries(
    [...figures].map((figure) => [
      figure,
      median(rounds.flatMap((round) => (figure in round ? [round[figure] ?? Number.NaN] : []))),
    ]),
  )
}
