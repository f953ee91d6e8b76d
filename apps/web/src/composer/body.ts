import { cleanText, isVisibleText } from '@confab/protocol'

/** The counter is shown in the last tenth of the limit. */
const COUNTED_FROM = 0.9

/** What would be posted of a text: no empty lines around it, nothing that may not be stored. */
export function bodyOf(text: string): string {
  return cleanText(text)
    .replace(/^(?:[^\S\n]*\n)+/, '')
    .trimEnd()
}

/** Whether a text can be posted, and how much room is left where that matters. */
export type Fitness = { state: 'empty' | 'fits' | 'too-long'; left: number | null }

/** Judges a text as it stands in the box, where messages may be so long. */
export function fitnessOf(text: string, lengthMax: number): Fitness {
  const body = bodyOf(text)
  const left = body.length >= lengthMax * COUNTED_FROM ? lengthMax - body.length : null
  if (!isVisibleText(body)) return { state: 'empty', left }
  return { state: body.length > lengthMax ? 'too-long' : 'fits', left }
}
