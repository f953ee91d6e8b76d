import { REPORT_REASONS } from '@confab/protocol'
import { expect, test } from 'vitest'
import { OWN_STRETCH_PLACES, type OwnMessage } from './own-table.ts'
import type { Change } from './store.ts'
import {
  aCast,
  create,
  edit,
  erase,
  idOf,
  join,
  type Person,
  type Place,
  post,
  react,
  remove,
  retitle,
} from './testing/cast.ts'
import type { Harness } from './testing/harness.ts'

const NOON = 1_700_000_000_000

/** What a store knows of one identity, for itself. */
export function ownContract(harness: Harness): void {
  const table = () => harness.store.own
  const commit = (...changes: Change[]) => harness.store.commit(changes)
  const roomsOf = async ({ tokenHash }: Person) => (await table().rooms(tokenHash, null, 10)) ?? []

  /** Everything they did in a room, however many readings it takes. */
  async function all({ roomId }: Place, { tokenHash }: Person) {
    const messages: OwnMessage[] = []
    const reactions: string[] = []
    let after = 0
    let readings = 0
    const room = (await table().rooms(tokenHash, null, 10))?.find((one) => one.roomId === roomId)
    if (!room) throw new Error('That is no room of theirs.')
    while (after < room.head) {
      const stretch = await table().stretch(tokenHash, roomId, { after, upTo: room.head })
      if (!stretch || stretch.to <= after) throw new Error('It does not get on.')
      expect(stretch.epoch).toBe(room.epoch)
      messages.push(...stretch.messages)
      reactions.push(...stretch.reactions.map(({ emoji, messageId }) => `${emoji} ${messageId.slice(0, 4)}`))
      after = stretch.to
      readings += 1
    }
    return { messages, bodies: messages.map(({ message }) => message.body), reactions, readings }
  }

  /** Ana's kitchen with Bo in it. */
  async function aKitchen() {
    const cast = aCast()
    await commit(create(cast.kitchen, cast.ana), join(cast.kitchen, cast.bo, { at: NOON + 1 }))
    return cast
  }

  test('what one wrote is there as it stands, with what it said before, and nothing anybody else wrote', async () => {
    const { kitchen, ana, bo } = await aKitchen()
    const [soup, slip, theirs] = [
      post(kitchen, bo, 'soup'),
      post(kitchen, bo, 'slip'),
      post(kitchen, ana, 'hers'),
    ]
    await commit(soup, slip, theirs, edit(kitchen, bo, soup, 'leek soup'), erase(kitchen, bo, slip))
    await commit(edit(kitchen, ana, theirs, 'still hers'), edit(kitchen, bo, soup, 'good soup'))
    const { messages } = await all(kitchen, bo)
    expect(messages).toEqual([
      {
        message: expect.objectContaining({ body: 'good soup', authorName: 'Bo', editedAt: NOON + 1 }),
        edits: [
          { body: 'soup', replacedAt: NOON + 1 },
          { body: 'leek soup', replacedAt: NOON + 1 },
        ],
      },
    ])
  })

  test('what one reacted with is there, to whomever, as long as it is', async () => {
    const { kitchen, ana, bo } = await aKitchen()
    const [soup, leeks] = [post(kitchen, ana, 'soup'), post(kitchen, bo, 'leeks')]
    await commit(soup, leeks, react(kitchen, ana, soup, '🎉'), react(kitchen, bo, soup, '🍲'))
    await commit(
      react(kitchen, ana, soup, '🍲'),
      react(kitchen, bo, leeks, '👍'),
      react(kitchen, bo, leeks, '👎'),
    )
    await commit(react(kitchen, bo, leeks, '👎', false))
    expect((await all(kitchen, bo)).reactions).toEqual(['🍲 soup', '👍 leek'])
    expect((await all(kitchen, ana)).reactions).toEqual(['🎉 soup', '🍲 soup'])
  })

  test('[D10] a long history is read in stretches, none of them heavy, and nothing is there twice', async () => {
    const { kitchen, ana, bo } = await aKitchen()
    const said = Array.from(
      { length: OWN_STRETCH_PLACES + 100 },
      (_, i) => `${i} ${'x'.repeat(i % 40 === 0 ? 4_000 : 3)}`,
    )
    for (let i = 0; i < said.length; i += 500)
      await commit(
        ...said.slice(i, i + 500).map((body, j) => post(kitchen, (i + j) % 4 === 0 ? bo : ana, body)),
      )
    const mine = said.filter((_, i) => i % 4 === 0)
    const { bodies, readings } = await all(kitchen, bo)
    expect(bodies).toEqual(mine)
    expect(readings).toBeGreaterThan(3)
    // Whoever wrote nothing is told so in as few as there are.
    await commit(join(kitchen, aCast().chidi))
    const { roomId } = kitchen
    const first = await table().stretch(bo.tokenHash, roomId, { after: 0, upTo: 40 })
    expect(first?.to).toBe(40)
    expect(first?.messages.every(({ message }) => message.sequence <= 40)).toBe(true)
  })

  test('rooms are there in the order of joining, one after the other, with what one is in them', async () => {
    const { kitchen, harbour, ana, bo } = await aKitchen()
    await commit(
      create(harbour, bo, { at: NOON + 5 }),
      retitle(kitchen, ana, 'Kitchen'),
      post(kitchen, ana, 'soup'),
    )
    await harness.store.saveLastReads([{ roomId: kitchen.roomId, tokenHash: bo.tokenHash, upTo: 4 }])
    await harness.store.attention.setLevel(bo.tokenHash, kitchen.roomId, 'none', 5)
    const [first, second] = await roomsOf(bo)
    expect(first).toMatchObject({
      ...{ roomId: kitchen.roomId, title: 'Kitchen', code: kitchen.code, epoch: kitchen.epoch, head: 5 },
      ...{ lastRead: 4, level: 'none', keptHours: null },
      member: { memberId: bo.memberIn(kitchen), name: 'Bo', role: 'member', joinedAt: NOON + 1 },
    })
    expect(second).toMatchObject({
      roomId: harbour.roomId,
      lastRead: 2,
      level: 'all',
      member: { role: 'owner' },
    })
    const [only, ...others] = (await table().rooms(bo.tokenHash, null, 1)) ?? []
    expect([only?.roomId, others.length]).toEqual([kitchen.roomId, 0])
    const behind = await table().rooms(bo.tokenHash, { joinedAt: NOON + 1, roomId: kitchen.roomId }, 10)
    expect(behind?.map(({ roomId }) => roomId)).toEqual([harbour.roomId])
  })

  test('[D9] who was put out keeps what they wrote, and is told nothing that came after', async () => {
    const { kitchen, ana, bo } = await aKitchen()
    await commit(retitle(kitchen, ana, 'Kitchen'), post(kitchen, bo, 'soup'), remove(kitchen, ana, bo))
    expect(await roomsOf(bo)).toEqual([
      expect.objectContaining({
        title: 'Kitchen',
        code: null,
        member: expect.objectContaining({ role: 'removed' }),
      }),
    ])
    await commit(retitle(kitchen, ana, 'Without Bo'))
    expect((await roomsOf(bo))[0]).toMatchObject({ title: null, code: null })
    expect((await all(kitchen, bo)).bodies).toEqual(['soup'])
  })

  test('what one reported is there as one told it, without what others wrote, and nobody else is told', async () => {
    const { kitchen, ana, bo } = await aKitchen()
    const rude = post(kitchen, bo, 'rude')
    await commit(rude)
    const about = { roomId: kitchen.roomId, memberId: bo.memberIn(kitchen), messageId: idOf(rude) }
    const evidence = { message: null, edits: [], around: [] }
    const told = { reason: REPORT_REASONS[0], note: 'it hurts', at: NOON + 7 }
    const plenty = { ofReporter: 10_000, ofRoom: 10_000, all: 10_000 }
    const { outcome } = await harness.store.reports.add(
      { ...about, ...told, evidence, tokenHash: ana.tokenHash },
      plenty,
    )
    expect(outcome).toBe('kept')
    const { reason, note, at: reportedAt } = told
    const { messageId, memberId } = about
    expect(await table().reports(ana.tokenHash, kitchen.roomId, 10)).toEqual([
      { memberId, messageId, reason, note, reportedAt },
    ])
    expect(await table().reports(bo.tokenHash, kitchen.roomId, 10)).toEqual([])
    await harness.store.revokeToken(ana.tokenHash)
    expect(await table().reports(ana.tokenHash, kitchen.roomId, 10)).toBe(null)
  })

  test('whoever is nobody, or signed out, is told nothing; and of a room one never was in there is nothing', async () => {
    const { kitchen, harbour, bo } = await aKitchen()
    const { ana: nobody, chidi } = aCast()
    const where = { after: 0, upTo: 100 }
    await commit(create(harbour, chidi))
    const three = async ({ tokenHash }: Person) => [
      await table().attention(tokenHash),
      await table().rooms(tokenHash, null, 10),
      await table().stretch(tokenHash, kitchen.roomId, where),
    ]
    expect(await three(nobody)).toEqual([null, null, null])
    expect(await three(bo)).not.toContain(null)
    expect(await table().stretch(bo.tokenHash, harbour.roomId, where)).toBe(null)
    await harness.store.revokeToken(bo.tokenHash)
    expect(await three(bo)).toEqual([null, null, null])
  })

  test('of browsers that can be called there is whose service it is, never what they are called with', async () => {
    const { bo, ana } = await aKitchen()
    const endpoint = `https://push.example.org/own/${bo.tokenHash}`
    const subscription = { endpoint, p256dh: 'key', auth: 'secret', language: 'de' }
    const bounds = { at: NOON, limit: 5, roomsMax: 5 }
    await harness.store.attention.subscribe(bo.tokenHash, subscription, bounds)
    await harness.store.attention.setQuiet(bo.tokenHash, NOON + 9)
    expect(await table().attention(bo.tokenHash)).toEqual({
      quietUntil: NOON + 9,
      pushes: [{ host: 'push.example.org', language: 'de', keptAt: NOON }],
    })
    expect(await table().attention(ana.tokenHash)).toEqual({ quietUntil: null, pushes: [] })
  })
}
