/**
 * The text to bring back to the box: the last one sent, or, where a recalled one stands there, the one sent before it. Null
 * when there is none, or the box holds words of its own. `sent` is in the order of sending.
 */
export function recalled(sent: readonly string[], standing: string): string | null {
  if (standing === '') return sent.at(-1) ?? null
  const at = sent.lastIndexOf(standing)
  return at > 0 ? (sent[at - 1] ?? null) : null
}
