import { type Isolated, isolate } from './isolated.ts'
import { direction } from './locale.svelte.ts'

export { type Isolated, isolate }

const RUNS = /\u2068([^\u2069]*)\u2069/
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u

/** A piece of a sentence: what people wrote, or our own words. */
export type SentencePiece = { kind: 'isolated' | 'words'; text: string }

/** A sentence in pieces, to be shown with an element around each isolated one. */
export function piecesOf(sentence: string): SentencePiece[] {
  return sentence
    .split(RUNS)
    .map((text, i): SentencePiece => ({ kind: i % 2 === 1 ? 'isolated' : 'words', text }))
    .filter(({ text }) => text !== '')
}

/** A sentence for where there are no elements: labels, titles, headings. Keeps the marks only where something needs them. */
export function plain(sentence: string): string {
  if (direction() === 'rtl') return sentence
  return piecesOf(sentence)
    .map(({ kind, text }) => (kind === 'isolated' && RIGHT_TO_LEFT.test(text) ? isolate(text) : text))
    .join('')
}
