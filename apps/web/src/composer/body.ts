import { BODY_LENGTH_MAX, cleanText, isVisibleText } from '@confab/protocol'

/** The counter is shown in the last tenth of the limit. */
const COUNTED_FROM = BODY_LENGTH_MAX * 0.9

/** What would be posted of a text: no empty lines around it, nothing that may not be stored. */
export function bodyOf(text: string): string {
  return cleanText(text)
    .replace(/^(?:[^\S\n]*\n)+/, '')
    .trimEnd()
}

/** Whether a text can be posted, and how much room is left where that matters. */
export type Fitness = { state: 'empty' | 'fits' | 'too-long'; left: number | null }

/** Judges a text as it stands in the box. */
export function fitnessOf(text: string): Fitness {
  const body = bodyOf(text)
  const left = body.length >= COUNTED_FROM ? BODY_LENGTH_MAX - body.length : null
  if (!isVisibleText(body)) return { state: 'empty', left }
  return { state: body.length > BODY_LENGTH_MAX ? 'too-long' : 'fits', left }
}
