import type { MessageId } from '@confab/protocol'
import { anId } from '@confab/protocol/testing'
import { expect, test } from 'vitest'
import { SEGMENT_PLACES } from '../search/postings.ts'
import { parseQuery } from '../search/query.ts'
import { CORPUS, QUERIES } from '../search/testing/corpus.ts'
import type { Store } from './store.ts'
import { aCast, applied, create, join, type Person, type Place, post, remove } from './testing/cast.ts'
import type { Harness } from './testing/harness.ts'

type Asked = { limit?: number; before?: number | null }

async function found(store: Store, place: Place, person: Person, text: string, asked: Asked = {}) {
  const { limit = 30, before = null } = asked
  const query = parseQuery(text, 'UTC')
  const answer = await store.search(place.roomId, { query, before, limit }, person.tokenHash)
  if (!answer) throw new Error('No answer for somebody who is no member.')
  return answer
}

/** Everything a query means, however many searches it takes. */
async function allFound(store: Store, place: Place, person: Person, text: string, limit = 30) {
  const sequences: number[] = []
  for (let before: number | null = null; ; ) {
    const answer = await found(store, place, person, text, { limit, before })
    sequences.push(...answer.results.map(({ sequence }) => sequence))
    if (answer.next === null) return sequences
    expect(answer.next).toBeLessThan(before ?? Number.POSITIVE_INFINITY)
    before = answer.next
  }
}

/** Small talk that no query of the corpus means, from a place on as far as another. */
async function fill(store: Store, place: Place, person: Person, from: number, to: number) {
  for (let at = from; at <= to; at += 500)
    await store.commit(
      Array.from({ length: Math.min(500, to - at + 1) }, (_, i) =>
        post(place, person, 'zuzu', { messageId: anId<MessageId>(`zu-${at + i}`) }),
      ),
    )
}

/** Indexes all there is to index. */
async function index(store: Store, { roomId }: Place): Promise<number> {
  let segments = 0
  while (await store.indexSegment(roomId)) segments += 1
  return segments
}

/** What is searched, and how: the same in every store, indexed or not yet. */
export function searchContract(harness: Harness): void {
  async function aRoomThatTalks() {
    const { store } = harness
    const cast = aCast()
    const { kitchen, ana, bo, chidi } = cast
    await store.commit([create(kitchen, ana), join(kitchen, bo), join(kitchen, chidi)])
    const outcomes = await store.commit(
      CORPUS.map(({ by, body }, i) =>
        post(kitchen, cast[by], body, { messageId: anId<MessageId>(`line-${i}`) }),
      ),
    )
    const places = outcomes.map((outcome) => applied(outcome)[0]?.sequence ?? 0)
    return { store, ...cast, places }
  }

  test('the corpus is found in every language, before it is indexed and after, and by pages', async () => {
    const { store, kitchen, bo, chidi, places } = await aRoomThatTalks()
    const expectAll = async (limit: number) => {
      for (const [query, lines] of QUERIES) {
        const meant = lines.map((line) => places[line]).reverse()
        expect(await allFound(store, kitchen, chidi, query, limit), query).toEqual(meant)
      }
    }
    await expectAll(30)
    expect(await store.readUnindexed(null, 1_000)).not.toContain(kitchen.roomId)
    await fill(store, kitchen, bo, CORPUS.length + 5, SEGMENT_PLACES + 200)
    expect(await store.readUnindexed(null, 1_000)).toContain(kitchen.roomId)
    expect(await index(store, kitchen)).toBe(1)
    expect(await store.readUnindexed(null, 1_000)).not.toContain(kitchen.roomId)
    await expectAll(30)
    await expectAll(1)
  })

  test('a result shows the text around what was found, and marks it', async () => {
    const { store, kitchen, ana } = await aRoomThatTalks()
    const long = `${'before '.repeat(60)}a needle in hay ${'after '.repeat(60)}`
    await store.commit([post(kitchen, ana, long, { messageId: anId<MessageId>('long') })])
    const { results } = await found(store, kitchen, ana, 'needle "in hay"')
    const [{ excerpt, hits, isCutBefore, isCutAfter, authorName }] = results as [(typeof results)[number]]
    expect([isCutBefore, isCutAfter, authorName]).toEqual([true, true, 'Ana'])
    expect(hits.map(({ from, to }) => excerpt.slice(from, to))).toEqual(['needle', 'in hay'])
    expect(excerpt.length).toBeLessThan(300)
    const [straße] = (await found(store, kitchen, ana, 'strasse gesperrt')).results
    expect(straße?.hits.map(({ from, to }) => straße.excerpt.slice(from, to))).toEqual(['Straße', 'gesperrt'])
  })

  test('days are those of who asks', async () => {
    const { store } = harness
    const { harbour, ana } = aCast()
    const at = Date.UTC(2026, 0, 31, 23, 30)
    await store.commit([create(harbour, ana, { at }), post(harbour, ana, 'late at night', { at })])
    const asked = async (text: string, timeZone: string) => {
      const query = parseQuery(text, timeZone)
      const answer = await store.search(harbour.roomId, { query, before: null, limit: 5 }, ana.tokenHash)
      return answer?.results.length
    }
    expect(await asked('night after:2026-02-01', 'Europe/Berlin')).toBe(1)
    expect(await asked('night after:2026-02-01', 'UTC')).toBe(0)
    expect(await asked('night before:2026-02-01', 'UTC')).toBe(1)
    expect(await asked('night before:2026-02-01', 'Europe/Berlin')).toBe(0)
    expect(await asked('before:2026-02-01 after:2026-01-31', 'UTC')).toBe(1)
  })

  test('what is edited is found as it is now, what is deleted not at all, indexed or not', async () => {
    const { store, kitchen, ana, bo } = await aRoomThatTalks()
    const about = (line: number, person: Person) => ({
      roomId: kitchen.roomId,
      messageId: anId<MessageId>(`line-${line}`),
      memberId: person.memberIn(kitchen),
      at: 1_700_000_100_000,
    })
    const [edited, deleted] = [about(0, ana), about(1, bo)]
    await store.commit([{ kind: 'edit-message', ...edited, body: 'Marmalade for everybody' }])
    expect(await allFound(store, kitchen, ana, 'marmalade')).toHaveLength(1)
    expect(await allFound(store, kitchen, ana, 'opens')).toEqual([])
    await fill(store, kitchen, bo, CORPUS.length + 5, SEGMENT_PLACES + 20)
    await index(store, kitchen)
    expect(await allFound(store, kitchen, ana, 'marmalade')).toHaveLength(1)
    await store.commit([{ kind: 'edit-message', ...edited, body: 'Honey 面包, see www.example.org' }])
    expect(await allFound(store, kitchen, ana, 'marmalade')).toEqual([])
    expect(await allFound(store, kitchen, ana, 'honey has:link')).toHaveLength(1)
    expect(await allFound(store, kitchen, ana, '面包')).toHaveLength(2)
    await store.commit([{ kind: 'delete-message', ...deleted }])
    expect(await allFound(store, kitchen, ana, 'crumbs')).toEqual([])
    const bos = await allFound(store, kitchen, ana, 'from:bo')
    expect(await allFound(store, kitchen, ana, 'from:bo zu')).toHaveLength(
      SEGMENT_PLACES + 20 - CORPUS.length - 4,
    )
    expect(bos).toHaveLength(SEGMENT_PLACES + 20 - CORPUS.length - 4 + 7)
  })

  test('a stretch whose message changes while it is indexed is indexed as it is then', async () => {
    const { store, kitchen, ana, bo } = await aRoomThatTalks()
    await fill(store, kitchen, bo, CORPUS.length + 5, 2 * SEGMENT_PLACES + 20)
    const messageId = anId<MessageId>('line-0')
    const memberId = ana.memberIn(kitchen)
    const edits = Array.from(
      { length: 12 },
      (_, i) => () =>
        store.commit([
          {
            kind: 'edit-message',
            roomId: kitchen.roomId,
            messageId,
            memberId,
            body: `vanilla${i} pod`,
            at: 1,
          },
        ]),
    )
    const indexing = index(store, kitchen)
    for (const edit of edits) await edit()
    await indexing
    expect(await allFound(store, kitchen, ana, 'vanilla11')).toEqual([5])
    expect(await allFound(store, kitchen, ana, 'vanilla')).toEqual([5])
    expect(await allFound(store, kitchen, ana, 'vanilla3')).toEqual([])
    expect(await store.readUnindexed(null, 1_000)).not.toContain(kitchen.roomId)
  })

  test('[D9] only members may search, and one room at a time', async () => {
    const { store, kitchen, harbour, ana, bo, chidi } = await aRoomThatTalks()
    await store.commit([create(harbour, bo), post(harbour, bo, 'bread in the harbour')])
    const asked = { query: parseQuery('bread', 'UTC'), before: null, limit: 5 }
    expect(await store.search(harbour.roomId, asked, ana.tokenHash)).toBeNull()
    expect((await found(store, harbour, bo, 'bread')).results).toHaveLength(1)
    await store.commit([remove(kitchen, ana, chidi)])
    expect(await store.search(kitchen.roomId, asked, chidi.tokenHash)).toBeNull()
    await store.revokeToken(bo.tokenHash)
    expect(await store.search(kitchen.roomId, asked, bo.tokenHash)).toBeNull()
    // Whoever is gone is still found by their name.
    expect(await allFound(store, kitchen, ana, 'from:chidi cake')).toHaveLength(1)
  })

  test('[A40] signs of query languages are text like any other', async () => {
    const { store, kitchen, ana } = await aRoomThatTalks()
    for (const text of [
      "'; DROP TABLE messages; --",
      'a* AND NOT b OR NEAR(c)',
      '%_%',
      '\\',
      'body:x',
      '"""',
      '(((',
      'a* '.repeat(60),
    ])
      await expect(found(store, kitchen, ana, text)).resolves.toBeDefined()
  })
}
