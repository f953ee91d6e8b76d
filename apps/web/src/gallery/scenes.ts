import { type MemberId, type MessageId, mentionToken, type RoomCode, type RoomId } from '@confab/protocol'
import { anId } from '@confab/protocol/testing'
import { RoomSession } from '../room/room-session.svelte.ts'
import { FakeRoom } from '../room/testing/fake-room.ts'
import type { KnownRoom } from '../storage/app-storage.ts'
import { MemoryAppStorage } from '../storage/memory-app-storage.ts'
import { FakeClient } from './fake-client.ts'

const MINUTE_MS = 60_000

/** As long as a name and a word can be, and without a place to break them. */
export const LONG_NAME = 'Donaudampfschifffahrtselektrizitätenhaupt'
export const LONG_WORD = `${LONG_NAME}betriebswerkbauunterbeamtengesellschaft`.repeat(2)

/** Keeps what it is given as long as the page stands, and says that it keeps it for good. */
export class KeepingStorage extends MemoryAppStorage {
  override readonly isDurable = true
}

/** Somebody speaks, and what they said can be answered, pinned, changed. */
export function says(
  room: FakeRoom,
  name: string,
  body: string,
  fields: { replyTo?: MessageId; postedAt?: number } = {},
): MessageId {
  room.says(name, body, fields)
  const last = room.history.at(-1)
  if (last?.kind !== 'message') throw new Error('Nothing was said.')
  return last.messageId
}

/** Ana and Bo in the kitchen, and what happens there. */
export function kitchen(
  happens: (room: FakeRoom) => void = () => {},
  startedAt = Date.now() - 60 * MINUTE_MS,
): FakeRoom {
  const room = new FakeRoom({ startedAt })
  room.joins('Bo', startedAt)
  happens(room)
  return room
}

export function withBo(happens: (room: FakeRoom) => void = () => {}, client = new FakeClient()): RoomSession {
  const room = kitchen(happens)
  return new RoomSession(room, client, room.head)
}

/** An afternoon in the kitchen, as one would like to find it. */
export function afternoon(): FakeRoom {
  const startedAt = Date.now() - 26 * 60 * MINUTE_MS
  const room = new FakeRoom({ startedAt })
  for (const name of ['Bo', 'Chidi']) room.joins(name, startedAt)
  const at = (minutesAgo: number) => ({ postedAt: Date.now() - minutesAgo * MINUTE_MS })
  says(room, 'Bo', 'Soup tomorrow? The big pot is free again.', at(25 * 60))
  const bread = says(
    room,
    'Chidi',
    'Yes! I can bring bread, the _dark_ one from the corner.',
    at(25 * 60 - 3),
  )
  room.reacts('Ana', bread, '🍞')
  room.reacts('Bo', bread, '🍞')
  const oven = says(room, 'Bo', 'The new oven arrives on **Thursday**. Can someone be here by nine?', at(58))
  room.reacts('Ana', oven, '👍')
  room.reacts('Chidi', oven, '👍')
  room.reacts('Chidi', oven, '🔥')
  says(room, 'Bo', 'The delivery needs the `back-gate` code, it is on the board.', at(57))
  says(room, 'Chidi', 'I can.', { replyTo: oven, ...at(52) })
  says(room, 'Ana', 'For the soup:\n- leeks\n- two lemons\n- whatever greens look good', at(33))
  says(
    room,
    'Bo',
    `${mentionToken(room.ana.memberId)} 魚は木曜日に届きます。 So the ceviche moves to Friday?`,
    at(12),
  )
  says(room, 'Ana', 'Good catch, moving it.', at(11))
  return room
}

/** Much was said while Ana was elsewhere, in rounds so many minutes apart: where she stopped reading, and what is the latest. */
export function muchSaid(apartMinutes: number): { room: FakeRoom; lastRead: number; latest: number } {
  const startedAt = Date.now() - 9 * apartMinutes * MINUTE_MS
  const room = new FakeRoom({ startedAt, title: 'Harbour walk' })
  for (const name of ['Bo', 'Chidi']) room.joins(name, startedAt)
  const talk = [
    ['Ana', 'Shall we meet at the ferry?'],
    ['Bo', 'The one at ten. The later ones are full on Saturdays.'],
    ['Chidi', 'Ten is fine. I bring the *old* map, the new one lacks the steps behind the mill.'],
    ['Bo', 'And somebody should ask whether the lighthouse is open.'],
  ] as const
  const say = (round: number) =>
    talk.forEach(([name, body], nth) => {
      says(room, name, body, { postedAt: startedAt + (round * apartMinutes + nth / 2) * MINUTE_MS })
    })
  say(0)
  const lastRead = room.head
  for (let round = 1; round < 9; round++) say(round)
  const question = `${mentionToken(room.ana.memberId)} did you ask about the lighthouse?`
  const asked = says(room, 'Bo', question, { postedAt: Date.now() - 2 * MINUTE_MS })
  room.pin(asked, true)
  says(room, 'Chidi', 'They open at eleven, it says on the door.', { postedAt: Date.now() - MINUTE_MS })
  return { room, lastRead, latest: room.head }
}

const PLACES: readonly (readonly [
  title: string,
  code: string,
  words: string,
  speaker: string,
  unread: number,
])[] = [
  ['Harbour walk', 'h4r8q2w7mk', 'who brings the map?', 'Chidi', 2],
  ['7b – biology', 'b1q7w3z9pa', 'see you at the lighthouse', 'Ana', 0],
  ['نادي الكتاب', 'c5k9t2v6xd', 'موعدنا يوم الخميس في المكتبة', 'Bo', 120],
  [LONG_NAME.repeat(2), 'd8m3n7r2se', LONG_WORD, 'Bo', 1],
  ['', 'e2p6x4y9gh', 'お茶でもどうですか', 'Chidi', 0],
]

function placeOf(title: string, code: string): KnownRoom {
  const roomId = anId<RoomId>(code)
  const memberId = anId<MemberId>('ana')
  return {
    roomId,
    code: code as RoomCode,
    title,
    memberId,
    name: 'Ana',
    lastReadSequence: 2,
    lastOpenedAt: code.charCodeAt(0),
  }
}

/** Where Ana has been: the kitchen, and as many other rooms; with what is new there. */
export async function anasPlaces(others: number): Promise<{ client: FakeClient; storage: KeepingStorage }> {
  const storage = new KeepingStorage()
  const client = new FakeClient()
  const room = afternoon()
  client.nextRoom = { ok: true, value: room }
  await storage.saveName('Ana')
  await storage.saveKnownRoom({
    ...placeOf('Kitchen crew', 'k7m4qp2x9d'),
    roomId: room.roomId,
    lastReadSequence: room.head,
    lastOpenedAt: 1_000,
  })
  const summaries = []
  for (const [title, code, words, speaker, unreadCount] of PLACES.slice(0, others)) {
    const place = placeOf(title, code)
    await storage.saveKnownRoom(place)
    const other = new FakeRoom({ title })
    says(other, speaker, words)
    const latest = other.history.at(-1)
    const record = other.view.room
    if (latest?.kind !== 'message' || !record) continue
    summaries.push({
      roomId: place.roomId,
      room: { ...record, code: place.code },
      unreadCount,
      mentionCount: 0,
      lastRead: 3,
      latest,
    })
  }
  client.summaries = { ok: true, value: summaries }
  return { client, storage }
}

/** A line that is being drawn anew, or that ended for good with this reason. */
export function brokenLine(code?: number): FakeClient {
  const client = new FakeClient()
  client.change(
    code === undefined
      ? { name: 'waiting', attempt: 3, retryAt: Date.now() + 15_000 }
      : { name: 'stopped', code },
  )
  return client
}

/** How long is between two looks, in milliseconds. */
const LOOK_MS = 20

/** What comes of writing is loaded first, so it is given half a second before it is tried again. */
const LOOKS_PER_TRY = 25

/** Presses what is there once it is, and once its field is filled if it is to be: the only way to some of the states. */
export function pressed(selector: string, { isFilled = false } = {}) {
  return (element: HTMLElement) => {
    const looking = setInterval(() => {
      const field = element.querySelector<HTMLInputElement | HTMLTextAreaElement>('input, textarea')
      const found = element.querySelector<HTMLElement>(selector)
      if (!found || (isFilled && !field?.value)) return
      clearInterval(looking)
      found.click()
      element.dataset.pressed = ''
    }, LOOK_MS)
    return () => clearInterval(looking)
  }
}

/** Writes into the message box until what that brings is there. */
export function typed(text: string, brings: string) {
  return (element: HTMLElement) => {
    let looks = 0
    const looking = setInterval(() => {
      const field = element.querySelector('textarea')
      if (element.querySelector(brings)) {
        clearInterval(looking)
        element.dataset.pressed = ''
      } else if (field && looks++ % LOOKS_PER_TRY === 0) {
        field.focus()
        field.value = text
        field.setSelectionRange(text.length, text.length)
        field.dispatchEvent(new InputEvent('input', { inputType: 'insertText', data: text, bubbles: true }))
      }
    }, LOOK_MS)
    return () => clearInterval(looking)
  }
}
