import { expect, test } from 'vitest'
import type { MemberId } from './ids.ts'
import { MENTIONS_MAX } from './limits.ts'
import { mentionsIn, mentionToken } from './mentions.ts'
import { anId } from './testing/index.ts'

const [ana, bo] = [anId<MemberId>('ana'), anId<MemberId>('bo')]

test('a body mentions each member once, in the order in which they come', () => {
  expect(mentionsIn(`${mentionToken(bo)}, ${mentionToken(ana)} and ${mentionToken(bo)}!`)).toEqual([bo, ana])
})

test.each(['@Ana', '<@ana>', `<@${'a'.repeat(23)}>`, `< @${ana}>`, `&lt;@${ana}&gt;`])(
  '“%s” mentions nobody',
  (body) => {
    expect(mentionsIn(body)).toEqual([])
  },
)

test('inside code a mention is one too: who is told of it finds their name there', () => {
  expect(mentionsIn(`\`${mentionToken(bo)}\`\n\`\`\`\n${mentionToken(ana)}\n\`\`\``)).toEqual([bo, ana])
})

test('[A24] what mentions half the room mentions the first of them', () => {
  const many = Array.from({ length: MENTIONS_MAX + 5 }, (_, i) => anId<MemberId>(`member-${i}`))
  expect(mentionsIn(many.map(mentionToken).join(' '))).toEqual(many.slice(0, MENTIONS_MAX))
})
