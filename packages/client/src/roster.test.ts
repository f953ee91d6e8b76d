import {
  type MemberId,
  PRESENCE_GRACE_MS,
  type Presence,
  type RoomId,
  TYPING_EXPIRES_MS,
  type Typing,
} from '@confab/protocol'
import { aMember, aMessage, anId } from '@confab/protocol/testing'
import { expect, test } from 'vitest'
import {
  applyPresence,
  applyTyping,
  EMPTY_ROSTER,
  expireTyping,
  JUST_JOINED_MS,
  loseLine,
  NOTICES_MAX,
  noteRecords,
  type RosterState,
  typingEndsAt,
} from './roster.ts'

const NOW = 1_700_000_000_000
const roomId = anId<RoomId>('kitchen')
const person = (name: string) => ({ memberId: anId<MemberId>(name.toLowerCase()), name })
const [ANA, BO, CHIDI] = [person('Ana'), person('Bo'), person('Chidi')]
const moment = { me: ANA.memberId, now: NOW, cursor: 7 }

const presence = (fields: Partial<Presence>): Presence => ({
  type: 'presence',
  roomId,
  isWhole: false,
  here: [],
  gone: [],
  count: 0,
  ...fields,
})
const typing = (who: typeof ANA, isTyping = true): Typing => ({ type: 'typing', roomId, ...who, isTyping })
const notices = (roster: RosterState) => roster.notices.map(({ kind, name }) => `${name} ${kind}`)
const whole = (...here: (typeof ANA)[]) =>
  applyPresence(EMPTY_ROSTER, presence({ isWhole: true, here, count: here.length }), moment)

test('the whole list is no news, what changes is', () => {
  const start = whole(ANA, BO)
  expect(start.notices).toEqual([])
  const changed = applyPresence(start, presence({ here: [CHIDI], gone: [BO.memberId], count: 2 }), moment)
  expect(changed.here).toEqual([ANA, CHIDI])
  expect(changed.count).toBe(2)
  expect(notices(changed)).toEqual(['Bo left', 'Chidi came'])
  expect(changed.notices[0]).toMatchObject({ at: NOW, after: 7 })
  expect(new Set(changed.notices.map(({ id }) => id)).size).toBe(2)
})

test('nobody is told about themselves, or twice about one coming', () => {
  const changed = applyPresence(whole(BO), presence({ here: [ANA, BO], count: 2 }), moment)
  expect(changed.here).toEqual([BO, ANA])
  expect(notices(applyPresence(changed, presence({ gone: [ANA.memberId], count: 1 }), moment))).toEqual([])
})

test('who is not back yet when the line is, and comes a moment later, was not away', () => {
  const back = applyPresence(
    whole(ANA, BO, CHIDI),
    presence({ isWhole: true, here: [ANA], count: 1 }),
    moment,
  )
  const bo = applyPresence(back, presence({ here: [BO], count: 2 }), { ...moment, now: NOW + 3_000 })
  expect(bo.here).toEqual([ANA, BO])
  expect(notices(bo)).toEqual([])
  const later = { ...moment, now: NOW + PRESENCE_GRACE_MS }
  expect(notices(applyPresence(bo, presence({ here: [CHIDI], count: 3 }), later))).toEqual(['Chidi came'])
})

test('whether all can be known is said each time, and said by silence when it is so', () => {
  const start = whole(ANA, BO)
  expect(start.isComplete).toBe(true)
  const unsure = applyPresence(start, presence({ count: 2, isComplete: false }), moment)
  expect(unsure).toMatchObject({ here: [ANA, BO], count: 2, isComplete: false })
  expect(notices(unsure)).toEqual([])
  expect(applyPresence(unsure, presence({ count: 2 }), moment).isComplete).toBe(true)
  const whole2 = presence({ isWhole: true, here: [ANA], count: 1, isComplete: false })
  expect(applyPresence(start, whole2, moment).isComplete).toBe(false)
})

test('who joined just now is shown by the timeline, who joined earlier comes', () => {
  const join = (joinedAt: number) =>
    noteRecords(whole(ANA), [aMember({ sequence: 5, memberId: BO.memberId, name: 'Bo', joinedAt })], moment)
  const comes = presence({ here: [BO], count: 2 })
  expect(notices(applyPresence(join(NOW - JUST_JOINED_MS + 1), comes, moment))).toEqual([])
  expect(notices(applyPresence(join(NOW - JUST_JOINED_MS), comes, moment))).toEqual(['Bo came'])
})

test('typing is over when it says so, with the message, and by itself', () => {
  const start = applyTyping(
    applyTyping(whole(ANA, BO, CHIDI), typing(BO), ANA.memberId, NOW),
    typing(CHIDI),
    ANA.memberId,
    NOW + 1_000,
  )
  expect(start.typing).toEqual([BO, CHIDI])
  expect(typingEndsAt(start)).toBe(NOW + TYPING_EXPIRES_MS)
  expect(expireTyping(start, NOW + TYPING_EXPIRES_MS - 1).typing).toEqual([BO, CHIDI])
  expect(expireTyping(start, NOW + TYPING_EXPIRES_MS).typing).toEqual([CHIDI])
  expect(applyTyping(start, typing(BO, false), ANA.memberId, NOW).typing).toEqual([CHIDI])
  expect(noteRecords(start, [aMessage({ sequence: 8, authorId: BO.memberId })], moment).typing).toEqual([
    CHIDI,
  ])
  expect(applyPresence(start, presence({ gone: [BO.memberId], count: 2 }), moment).typing).toEqual([CHIDI])
  expect(loseLine(start).typing).toEqual([])
  expect(typingEndsAt(loseLine(start))).toBeNull()
})

test('typing that goes on lasts on', () => {
  const start = applyTyping(whole(ANA, BO), typing(BO), ANA.memberId, NOW)
  const on = applyTyping(start, typing(BO), ANA.memberId, NOW + 3_000)
  expect(on.typing).toEqual([BO])
  expect(typingEndsAt(on)).toBe(NOW + 3_000 + TYPING_EXPIRES_MS)
})

test("one's own typing in another tab is not shown", () => {
  expect(applyTyping(whole(ANA), typing(ANA), ANA.memberId, NOW).typing).toEqual([])
})

test('somebody named twice is here once', () => {
  expect(whole(ANA, BO, ANA).here).toEqual([ANA, BO])
  expect(applyPresence(whole(ANA), presence({ here: [BO, BO], count: 2 }), moment).here).toEqual([ANA, BO])
})

test('a new name is shown at once', () => {
  const renamed = aMember({ sequence: 2, version: 9, memberId: BO.memberId, name: 'Bo Peter', joinedAt: 0 })
  expect(noteRecords(whole(ANA, BO), [renamed], moment).here[1]?.name).toBe('Bo Peter')
})

test('who was removed is not here any more, and the others are told once', () => {
  const removed = aMember({ sequence: 2, version: 9, memberId: BO.memberId, name: 'Bo', role: 'removed' })
  const writing = applyTyping(whole(ANA, BO), typing(BO), ANA.memberId, NOW)
  const without = noteRecords(writing, [removed], moment)
  expect(without).toMatchObject({ here: [ANA], count: 1, typing: [] })
  expect(notices(without)).toEqual(['Bo removed'])
  const gone = applyPresence(without, presence({ gone: [BO.memberId], count: 1 }), moment)
  expect(notices(gone)).toEqual(['Bo removed'])
  expect(notices(noteRecords(whole(ANA), [removed], moment))).toEqual([])
  expect(notices(noteRecords(whole(ANA, BO), [removed], { ...moment, me: BO.memberId }))).toEqual([])
})

test('[D10] notices are bounded, the newest stay', () => {
  let roster = whole(ANA)
  for (let turn = 0; turn < NOTICES_MAX; turn++) {
    roster = applyPresence(roster, presence({ here: [BO], count: 2 }), moment)
    roster = applyPresence(roster, presence({ gone: [BO.memberId], count: 1 }), moment)
  }
  expect(roster.notices).toHaveLength(NOTICES_MAX)
  expect(roster.notices.at(-1)?.id).toBe(`left-${2 * NOTICES_MAX}`)
})
