import { EmojiIndex } from './emoji-search.ts'
import type { EmojiRows } from './rows.ts'

/** Each language is a chunk of its own, loaded when an emoji is first looked for. */
const LOADERS: Record<string, () => Promise<{ default: EmojiRows }>> = {
  en: () => import('emojibase-data/en/data.json?rows'),
  de: () => import('emojibase-data/de/data.json?rows'),
  fr: () => import('emojibase-data/fr/data.json?rows'),
  es: () => import('emojibase-data/es/data.json?rows'),
  ja: () => import('emojibase-data/ja/data.json?rows'),
}

const loaded = new Map<string, Promise<EmojiIndex>>()

/** The emoji with their names in a language; in English where nobody has named them in it. */
export function loadEmoji(language: string): Promise<EmojiIndex> {
  const spoken = Object.hasOwn(LOADERS, language) ? language : 'en'
  let index = loaded.get(spoken)
  if (!index) {
    index = load(spoken)
    loaded.set(spoken, index)
    // Asked again when the network is back.
    index.catch(() => loaded.delete(spoken))
  }
  return index
}

async function load(language: string): Promise<EmojiIndex> {
  const rows = await LOADERS[language]?.()
  return new EmojiIndex(rows?.default ?? [])
}
