// Apart from isolate.ts, which knows the language of the page: a service worker has none.

const FIRST_STRONG_ISOLATE = '\u2068'
const POP_ISOLATE = '\u2069'
const ISOLATES = /[\u2066-\u2069]/g

/** What people wrote, fit to stand in a sentence of ours: written the other way, it must not turn the words around it. */
export type Isolated = string & { readonly brand: 'Isolated' }

/** Isolates a name, a title or whatever else people wrote. The dictionary takes nothing else into its sentences. */
export function isolate(text: string): Isolated {
  return `${FIRST_STRONG_ISOLATE}${text.replace(ISOLATES, '')}${POP_ISOLATE}` as Isolated
}
