import { createSeededRandom } from '@confab/client/testing'
import type { MemberId, MessageRecord } from '@confab/protocol'
import { aMessage, anId } from '@confab/protocol/testing'
import { expect, test } from 'vitest'
import { isMatch, type Searched } from './matching.ts'
import { changedPlaces, decodePlaces, encodePlaces, placesDown, SEGMENT_PLACES } from './postings.ts'
import { parseQuery } from './query.ts'
import type { PostingRow, Question } from './question.ts'
import { runLater, runNow, searching } from './searching.ts'
import { buildSegment, changedTerms, nextToIndex } from './segment.ts'
import { CORPUS, QUERIES } from './testing/corpus.ts'

const AUTHORS = ['ana', 'bo', 'chidi'].map((name) => ({ name, memberId: anId<MemberId>(name) }))

/** A history in memory, of which these segments are indexed. */
function aHistory(messages: readonly MessageRecord[], indexed: readonly number[]) {
  const segments = indexed.map((segment) =>
    buildSegment(
      segment,
      messages.filter(({ sequence }) => Math.floor(sequence / SEGMENT_PLACES) === segment),
    ),
  )
  const asked: Question[] = []
  const answer = (question: Question): unknown => {
    asked.push(question)
    switch (question.ask) {
      case 'members':
        return AUTHORS
      case 'segments':
        return segments.filter(({ segment }) => segment <= question.upTo)
      case 'postings':
        return segments
          .filter(({ segment }) => question.segments.includes(segment))
          .flatMap(({ segment, terms, postings }): PostingRow[] =>
            question.groups.flat().flatMap((term) => {
              const i = terms.indexOf(term)
              return i < 0 ? [] : [{ term, segment, postings: postings[i] ?? new Uint8Array() }]
            }),
          )
      case 'messages':
      case 'records':
        return question.sequences.flatMap((place) => messages.filter(({ sequence }) => sequence === place))
      case 'stretch': {
        const { from, before, limit } = question
        return messages
          .filter(({ sequence }) => sequence >= from && sequence < before)
          .sort((a, b) => b.sequence - a.sequence)
          .slice(0, limit)
      }
    }
  }
  return { answer, asked }
}

/** Three stretches and a bit, of corpus lines said again and again, with gaps between them. */
function aLongTalk(seed: number): MessageRecord[] {
  const random = createSeededRandom(seed)
  const messages: MessageRecord[] = []
  for (let sequence = 1; sequence < 3 * SEGMENT_PLACES + 500; sequence += 1 + Math.floor(random() * 40)) {
    const line = CORPUS[Math.floor(random() ** 3 * CORPUS.length)]
    if (line)
      messages.push(
        aMessage({
          sequence,
          authorId: anId<MemberId>(line.by),
          postedAt: 1_700_000_000_000 + sequence * 60_000,
          body: random() < 0.1 ? '' : line.body,
        }),
      )
  }
  return messages
}

test('whatever is indexed, a search finds what looking at everything finds, and all pages together are all of it', async () => {
  for (const [seed, indexed] of [
    [1, []],
    [2, [0, 1, 2]],
    [3, [1]],
    [4, [0, 2]],
  ] as const) {
    const messages = aLongTalk(seed)
    const head = messages.at(-1)?.sequence ?? 0
    const dates = [
      'after:2023-11-16',
      'bread before:2023-11-18',
      'after:2023-11-16 before:2023-11-20 from:ana',
    ]
    for (const text of [...QUERIES.map(([query]) => query), ...dates]) {
      const query = parseQuery(text, 'UTC')
      const meant = query.from
        ? new Set(
            AUTHORS.filter(({ name }) => name.startsWith((query.from as { name: string }).name)).map(
              ({ memberId }) => memberId,
            ),
          )
        : null
      const isAsked = query.needles.length > 0 || query.from || query.after || query.before || query.hasLink
      const expected = messages
        .filter((message) => isAsked && isMatch(query, meant, message as Searched))
        .map(({ sequence }) => sequence)
        .reverse()
      const { answer } = aHistory(messages, indexed)
      const found: number[] = []
      for (let before: number | null = null; ; ) {
        const page = runNow(searching(query, { after: 0, head }, before, 30), answer)
        found.push(...page.messages.map(({ sequence }) => sequence))
        if (page.next === null) break
        before = page.next
      }
      expect(found, `${text} with ${indexed.join(' and ')}`).toEqual(expected)
      const later = await runLater(searching(query, { after: 0, head }, null, 30), async (question) =>
        answer(question),
      )
      expect(later.messages.map(({ sequence }) => sequence)).toEqual(expected.slice(0, 30))
    }
  }
})

test('[D10] [A41] one search looks at only so much, and says where to go on', () => {
  const messages = Array.from({ length: 9_000 }, (_, i) => aMessage({ sequence: i + 1, body: 'bread' }))
  const { answer, asked } = aHistory(messages, [])
  const page = runNow(searching(parseQuery('cake', 'UTC'), { after: 0, head: 9_000 }, null, 10), answer)
  expect(page.messages).toEqual([])
  expect(page.next).toBeGreaterThan(2_000)
  expect(asked.filter(({ ask }) => ask === 'stretch').length).toBeLessThan(30)
})

test('what has expired is not looked for, however much it was', () => {
  const messages = Array.from({ length: 9_000 }, (_, i) => aMessage({ sequence: i + 1, body: 'bread' }))
  const { answer, asked } = aHistory(messages, [0])
  const page = runNow(searching(parseQuery('bread', 'UTC'), { after: 8_990, head: 9_000 }, null, 20), answer)
  expect(page.messages.map(({ sequence }) => sequence).at(-1)).toBe(8_991)
  expect(page.next).toBeNull()
  expect(asked.filter(({ ask }) => ask === 'stretch').length).toBe(1)
})

test('what is rare is asked for first, and what is not there ends the search in the index', () => {
  const messages = Array.from({ length: 4 * SEGMENT_PLACES }, (_, i) =>
    aMessage({ sequence: i + 1, body: i === 100 ? 'the needle' : 'the hay is everywhere' }),
  )
  const { answer, asked } = aHistory(messages, [0, 1, 2, 3])
  const page = runNow(
    searching(parseQuery('the needle', 'UTC'), { after: 0, head: 4 * SEGMENT_PLACES }, null, 10),
    answer,
  )
  expect(page.messages.map(({ sequence }) => sequence)).toEqual([101])
  const looked = asked.filter((question) => question.ask === 'messages').flatMap(({ sequences }) => sequences)
  expect(looked).toEqual([101])
})

test('places are kept as they are, few or many', () => {
  const random = createSeededRandom(5)
  for (const density of [0.0005, 0.01, 0.2, 1]) {
    const places = Array.from({ length: SEGMENT_PLACES }, (_, i) => i).filter(() => random() < density)
    const bytes = encodePlaces(places)
    if (places.length === 0) expect(bytes).toBeNull()
    else {
      expect(placesDown(decodePlaces(bytes ?? new Uint8Array())).reverse()).toEqual(places)
      expect(bytes?.length).toBeLessThanOrEqual(1 + SEGMENT_PLACES / 8)
    }
  }
  const one = changedPlaces(null, 17, true)
  expect(placesDown(decodePlaces(one ?? new Uint8Array()))).toEqual([17])
  expect(changedPlaces(one, 17, false)).toBeNull()
})

test('a message that changes takes its own terms along, and one that is deleted leaves none', () => {
  const before = aMessage({ sequence: 1, body: 'bread here' })
  const terms = changedTerms(before, { ...before, body: 'bread there' })
  expect(terms).toContainEqual({ term: 'the', isIn: true })
  expect(terms).toContainEqual({ term: '^he', isIn: false })
  expect(terms.map(({ term }) => term)).not.toContain('bre')
  const gone = changedTerms(before, { ...before, body: '' })
  expect(gone.every(({ isIn }) => !isIn)).toBe(true)
  expect(gone.length).toBeGreaterThan(8)
})

test('the newest full stretch is indexed first, and none of which something has expired', () => {
  const next = (head: number, indexed: number[], after = 0) => nextToIndex({ after, head }, new Set(indexed))
  expect(next(SEGMENT_PLACES - 2, [])).toBeNull()
  expect(next(SEGMENT_PLACES - 1, [])).toBe(0)
  expect(next(3 * SEGMENT_PLACES, [2])).toBe(1)
  expect(next(3 * SEGMENT_PLACES, [0, 1, 2])).toBeNull()
  expect(next(3 * SEGMENT_PLACES, [2], 7)).toBe(1)
  expect(next(3 * SEGMENT_PLACES, [2], SEGMENT_PLACES + 7)).toBeNull()
  expect(next(3 * SEGMENT_PLACES, [], 3 * SEGMENT_PLACES)).toBeNull()
})
