import { direction } from './locale.svelte.ts'

const FIRST_STRONG_ISOLATE = '\u2068'
const POP_ISOLATE = '\u2069'
const ISOLATES = /[\u2066-\u2069]/g
const RUNS = /\u2068([^\u2069]*)\u2069/
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u

/** What people wrote, fit to stand in a sentence of ours: written the other way, it must not turn the words around it. */
export type Isolated = string & { readonly brand: 'Isolated' }

/** Isolates a name, a title or whatever else people wrote. The dictionary takes nothing else into its sentences. */
export function isolate(text: string): Isolated {
  return `${FIRST_STRONG_ISOLATE}${text.replace(ISOLATES, '')}${POP_ISOLATE}` as Isolated
}

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
