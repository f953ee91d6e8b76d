import type { MemberId } from '@confab/protocol'
import { anId } from '@confab/protocol/testing'
import { expect, test } from 'vitest'
import { mentionsAfter, mentionsWith, plainBody, writtenFrom } from './mention-ranges.ts'
import { bodyFrom } from './written-text.ts'

const ana = anId<MemberId>('ana')
const bo = anId<MemberId>('bo')
const nameOf = (memberId: MemberId) => ({ [ana]: 'Ana', [bo]: 'Bo' })[memberId] ?? null

/** `[Ana]` stands for a mention: `hi [Ana]!` is the text `hi @Ana!`. */
function written(marked: string) {
  return writtenFrom(marked.replaceAll('[Ana]', `<@${ana}>`).replaceAll('[Bo]', `<@${bo}>`), nameOf)
}

test('a mention is posted as its token, and comes back under the name of now', () => {
  const body = `hi <@${ana}>, <@${bo}>!`
  expect(writtenFrom(body, nameOf)).toEqual({
    text: 'hi @Ana, @Bo!',
    mentions: [
      { memberId: ana, from: 3, to: 7 },
      { memberId: bo, from: 9, to: 12 },
    ],
  })
  expect(bodyFrom(writtenFrom(body, nameOf))).toBe(body)
  expect(bodyFrom(writtenFrom(body, () => 'Ana María'))).toBe(body)
})

test('who is not known stays what they were', () => {
  const body = `hi <@${anId<MemberId>('nobody')}>`
  expect(bodyFrom(writtenFrom(body, nameOf))).toBe(body)
  expect(plainBody(body, nameOf)).toBe('hi @…')
})

// A caret `|` shows where the edit ended.
test.each([
  ['typed before it', 'hi [Ana]', 'hi you |@Ana', ['@Ana']],
  ['typed right before it', '[Ana]', 'x|@Ana', ['@Ana']],
  ['typed right behind it', '[Ana]', "@Ana's|", ['@Ana']],
  ['typed inside', '[Ana]', '@An|na', []],
  ['its last letter deleted', '[Ana]', '@An|', []],
  ['its @ deleted', 'x [Ana]', 'x |Ana', []],
  ['the space before it deleted', 'x [Ana]', 'x|@Ana', ['@Ana']],
  ['all replaced', '[Ana] [Bo]', 'z|', []],
  ['one of two cut', '[Ana] and [Bo]', '| and @Bo', ['@Bo']],
  ['an equal letter typed in front', '[Ana]', '@|@Ana', ['@Ana']],
  ['an equal name typed behind', '[Ana]', '@Ana@Ana|', ['@Ana']],
  ['a line put between', '[Ana][Bo]', '@Ana\n|@Bo', ['@Ana', '@Bo']],
])('%s', (_case, before, marked, expected) => {
  const caret = marked.indexOf('|')
  const after = marked.replace('|', '')
  const mentions = mentionsAfter(written(before), after, caret)
  expect(mentions.map(({ from, to }) => after.slice(from, to))).toEqual(expected)
})

test('what takes the place of a part brings its own mentions', () => {
  const { text, mentions } = written('[Ana] said x to [Bo]')
  const from = text.indexOf('x')
  const replaced = mentionsWith(mentions, from, from + 1, written('"[Ana]"'))
  const after = `${text.slice(0, from)}"@Ana"${text.slice(from + 1)}`
  expect(replaced.map(({ from, to }) => after.slice(from, to))).toEqual(['@Ana', '@Ana', '@Bo'])
})
