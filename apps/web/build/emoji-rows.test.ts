import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { isOnlyEmoji } from '../src/timeline/emoji.ts'
import { EMOJI_GROUPS } from '../src/ui/emoji/rows.ts'
import { emojiRows } from './emoji-rows.ts'

const { resolve } = createRequire(import.meta.url)
const read = (path: string) => JSON.parse(readFileSync(resolve(`emojibase-data/${path}.json`), 'utf8'))
const rowsIn = (language: string) => emojiRows(read(`${language}/data`), read('en/shortcodes/github'))

// Painting skin is proved by it as well: a tone that `withTone` gets wrong throws.
test.each(['en', 'de', 'fr', 'es', 'ja'])('%s has every emoji, named, in 50 kB', (language) => {
  const rows = rowsIn(language)

  expect(rows).toHaveLength(EMOJI_GROUPS.length)
  expect(rows.flat()).toHaveLength(1898)
  for (const [char, label] of rows.flat()) {
    expect(label, char).not.toBe('')
    expect(char).toMatch(/^\p{RGI_Emoji}$/v)
  }
  expect(gzipSync(JSON.stringify(rows)).length).toBeLessThan(50_000)
})

test('the same emoji is the same text, whatever keyboard it came from', () => {
  const chars = rowsIn('en')
    .flat()
    .map(([char]) => char)

  expect(chars).toContain('👍')
  expect(chars).toContain('❤️')
  expect(chars).not.toContain('👍\uFE0F')
})

test('every emoji there is is shown as one', () => {
  const data: { emoji: string; skins?: { emoji: string }[] }[] = read('en/data')
  const emoji = data.flatMap((one) => [one, ...(one.skins ?? [])]).map((one) => one.emoji)
  const recommended = emoji.filter((one) => /^\p{RGI_Emoji}$/v.test(one))

  expect(recommended.length).toBeGreaterThan(3_600)
  expect(recommended.filter((one) => !isOnlyEmoji(one))).toEqual([])
})
