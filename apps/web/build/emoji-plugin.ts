import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Plugin } from 'vite'
import { type EmojibaseEmoji, emojiRows } from './emoji-rows.ts'

const TRIMMED = /\/emojibase-data\/(\w+)\/data\.json\?rows$/

/** Trims `emojibase-data/LANGUAGE/data.json?rows` to what is used of it: 4 % of what the package holds. */
export function emoji(): Plugin {
  return {
    name: 'confab-emoji',
    enforce: 'pre',
    load(id) {
      if (!TRIMMED.test(id)) return null
      const data: EmojibaseEmoji[] = JSON.parse(readFileSync(id.replace('?rows', ''), 'utf8'))
      // The codes people know from elsewhere are English everywhere.
      const codes = JSON.parse(readFileSync(resolve(id, '../../en/shortcodes/github.json'), 'utf8'))
      const rows = JSON.stringify(JSON.stringify(emojiRows(data, codes)))
      // Read as JSON by the browser too, which is quicker at that than at script.
      return { code: `export default JSON.parse(${rows})`, moduleType: 'js' }
    },
  }
}
