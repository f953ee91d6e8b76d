import type { ServerAbout } from '@confab/protocol'
import type { Asking } from './json-post.ts'
import { urlOf } from './sending-files.ts'

/** How long the server may take to answer, in milliseconds. */
const ANSWER_MS_MAX = 15_000

/** What whoever runs the server says of it; null when nothing was heard. Links that no browser should follow are left out, whatever the server says. */
export async function fetchServerAbout({
  url,
  fetch = globalThis.fetch,
}: Asking): Promise<ServerAbout | null> {
  try {
    const answer = await fetch(urlOf(url, '/about'), { signal: AbortSignal.timeout(ANSWER_MS_MAX) })
    if (!answer.ok) return null
    const { creation, termsUrl, contact } = (await answer.json()) as Partial<ServerAbout>
    return {
      creation: creation === 'key' ? 'key' : 'open',
      termsUrl: linkOf(termsUrl, /^https?:$/),
      contact: linkOf(contact, /^(mailto|https):$/),
    }
  } catch {
    return null
  }
}

/** An address as the parser understands it, if it is of such a kind: what it does not understand could still be a script to a browser. */
function linkOf(text: unknown, protocol: RegExp): string | null {
  if (typeof text !== 'string' || !URL.canParse(text)) return null
  const { href, protocol: found } = new URL(text)
  return protocol.test(found) ? href : null
}
