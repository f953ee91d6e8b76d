import { expect, test } from 'vitest'
import { note as german } from '../words/de/note.ts'
import { note as english } from '../words/en/note.ts'
import { dataIn, dataOf, gather, type Note, noteTexts } from './note.ts'

const soup: Note = {
  roomId: 'kitchen',
  code: 'k7m4qp2x9d',
  title: 'Kitchen crew',
  kind: 'message',
  memberName: 'Bo',
  excerpt: 'Soup tonight?',
  fileCount: 0,
  sequence: 7,
  at: 1_700_000_000_000,
  others: 0,
}
/** Without the marks that keep what people wrote apart. */
const bare = (text: string) => text.replace(/[\u2068\u2069]/g, '')
const said = (note: Partial<Note>, words = english) => bare(noteTexts({ ...soup, ...note }, words).body)

test('a note says who wrote what, and where', () => {
  expect(said({})).toBe('Bo: Soup tonight?')
  expect(noteTexts(soup, english).title).toBe('Kitchen crew')
  expect(noteTexts({ ...soup, title: '' }, english).title).toBe('k7m-4qp2-x9d')
})

test.each<[Partial<Note>, string, string]>([
  [{ kind: 'mention' }, 'Bo mentioned you: Soup tonight?', 'Bo hat dich erwähnt: Soup tonight?'],
  [{ kind: 'reply' }, 'Bo answered you: Soup tonight?', 'Bo hat dir geantwortet: Soup tonight?'],
  [{ excerpt: '', fileCount: 3 }, 'Bo: 3 files', 'Bo: 3 Dateien'],
  [{ others: 4 }, 'Bo: Soup tonight?\nand 4 more', 'Bo: Soup tonight?\nund 4 weitere'],
])('%j', (change, inEnglish, inGerman) => {
  expect(said(change)).toBe(inEnglish)
  expect(said(change, german)).toBe(inGerman)
})

test('a long text is cut between characters, not inside of them', () => {
  const family = '👩‍👩‍👧'
  expect(said({ excerpt: family.repeat(200) })).toBe(`Bo: ${family.repeat(140)}…`)
})

test('a burst is one note: the newest, and how many beside it; a mention stays on top', () => {
  const second = { ...soup, sequence: 8, excerpt: 'Or stew?' }
  const mention = { ...soup, sequence: 9, kind: 'mention' as const, excerpt: 'What does Ana say?' }
  const last = { ...soup, sequence: 10, excerpt: 'Hello?' }
  const two = gather(gather(null, soup), second)
  expect(two).toMatchObject({ excerpt: 'Or stew?', others: 1, sequence: 8 })
  const all = gather(gather(two, mention), last)
  expect(all).toMatchObject({ excerpt: 'What does Ana say?', kind: 'mention', others: 3, sequence: 10 })
})

test('a press leads to the message', () => {
  expect(dataOf(soup)).toEqual({ path: '/r/k7m-4qp2-x9d/7', sequence: 7 })
  expect(dataIn(dataOf(soup))).toEqual(dataOf(soup))
  for (const other of [null, undefined, 'x', {}, { path: 'https://example.org', sequence: 1 }])
    expect(dataIn(other)).toBeNull()
})
