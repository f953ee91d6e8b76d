import type { Run } from './highlight.ts'
import type { LanguageId } from './languages.ts'

/** Codes kept coloured, so that one that comes back while somebody scrolls is not seen without for a moment. */
const CODES_MAX = 100

const coloured = new Map<string, readonly Run[]>()
const keyOf = (code: string, language: LanguageId) => `${language}\n${code}`

/** The colours of a code that had them lately. */
export function coloursNow(code: string, language: LanguageId): readonly Run[] | null {
  return coloured.get(keyOf(code, language)) ?? null
}

/** Loads what it takes and colours a code; null when it stays without, or that cannot be loaded now. */
export async function loadColours(code: string, language: LanguageId): Promise<readonly Run[] | null> {
  try {
    const { highlight } = await import('./highlight.ts')
    const runs = coloursNow(code, language) ?? (await highlight(code, language))
    if (!runs) return null
    coloured.set(keyOf(code, language), runs)
    const [oldest] = coloured.keys()
    if (coloured.size > CODES_MAX && oldest !== undefined) coloured.delete(oldest)
    return runs
  } catch {
    return null
  }
}
