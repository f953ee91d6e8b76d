import type { MemberId } from '@confab/protocol'
import { isPlain } from './is-plain.ts'

type Library = typeof import('./library.ts')

let library = $state.raw<Library | null>(null)
let isLoading = false

/** Fetches what draws Markdown, unless it is there. A room's screen asks at once, beside everything else it waits for. */
export async function loadMarkdown(): Promise<void> {
  if (library || isLoading) return
  isLoading = true
  try {
    library = await import('./library.ts')
  } catch {
    // Without the network bodies are read as they were typed, until it is back.
    addEventListener('online', () => void loadMarkdown(), { once: true })
  } finally {
    isLoading = false
  }
}

/** What draws Markdown, once it is there. Where it is tracked, its coming is noticed. */
export function markdown(): Library | null {
  return library
}

/** A body's words in one line, without their looks: for previews, quotes and notifications. */
export function oneLineOf(body: string, nameOf?: (memberId: MemberId) => string | null): string {
  if (isPlain(body) || !library) return withoutTokens(body).replace(/\s+/g, ' ').trim()
  return library.plainTextOf(library.parsed(body), nameOf)
}

/** A body as it was typed, but for the ids in mentions: nobody typed those. */
export function withoutTokens(body: string): string {
  return body.replace(/<@[A-Za-z0-9_-]{22}>/g, '@…')
}
