/** What the doctor found: `well` is as it should be, `look` may be meant so, `wrong` will trouble people. The last two say what to do. */
export type Finding =
  | { verdict: 'well'; words: string }
  | { verdict: 'look' | 'wrong'; words: string; advice: string }

export const well = (words: string): Finding => ({ verdict: 'well', words })
export const look = (words: string, advice: string): Finding => ({ verdict: 'look', words, advice })
export const wrong = (words: string, advice: string): Finding => ({ verdict: 'wrong', words, advice })

/** What an error of the network says, with what lies under it: fetch itself only says that it failed. */
export function faultWords(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(faultWords).join('; ')
  if (!(error instanceof Error)) return String(error)
  return error.cause === undefined ? error.message : faultWords(error.cause)
}
