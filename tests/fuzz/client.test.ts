import type { Room } from '@confab/client'
import { createWorld, KITCHEN } from '@confab/client/testing'
import { createId, type Epoch, recordKey } from '@confab/protocol'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type Chance, createChance } from '../simulation/chance.ts'
import { fill, fillText, type Json, readCorpus, type Values } from './corpus.ts'
import { mutateBytes } from './mutate-bytes.ts'
import { mutateJson } from './mutate-json.ts'
import { seedOfThisRun } from './seed.ts'

const STORIES = 500
const FRAMES_PER_STORY = 60

/** Real frames of the story itself that are kept to be mutated, the latest ones. */
const KEPT_FRAMES = 30

/** Longer than the longest backoff, so that whatever wants to come back has, in milliseconds. */
const BACK_MS = 100_000

const corpus = readCorpus()
let thrown: unknown[] = []

// The client tells its own bugs aloud, as an error that nobody catches. Here they are caught, to be told with the frame.
beforeEach(() => {
  const later = globalThis.queueMicrotask
  vi.stubGlobal('queueMicrotask', (act: () => void) =>
    later(() => {
      try {
        act()
      } catch (error) {
        thrown.push(error)
      }
    }),
  )
})
afterEach(() => {
  vi.unstubAllGlobals()
  thrown = []
})

test('[D11, D8] a client that is told nonsense throws nothing, shows nothing twice, and works on with who tells it the truth', async () => {
  const seed = seedOfThisRun()
  let frames = 0
  for (const { text } of corpus.found.serverFrames) frames += await tellStory(seed, text)
  for (let story = 0; story < STORIES; story++)
    frames += await tellStory((seed * 1_000_003 + story) >>> 0, null)
  console.log(`seed ${seed}: ${frames} hostile frames in ${STORIES} stories`)
}, 120_000)

/** Ana in a kitchen whose server says one wrong thing after the other, and then is as it should be. */
async function tellStory(seed: number, found: string | null): Promise<number> {
  const chance = createChance(seed)
  const { clock, server, kitchen, openAndJoin } = createWorld({
    replayMax: chance.pick([4, 500]),
    heartbeatMs: 25_000,
  })
  const { client, room } = await openAndJoin('ana')
  const real: Json[] = []
  const lies = new Map<unknown, (text: string) => void>()
  const said: string[] = []
  const problems: string[] = []
  const stop = room.subscribe(() => problems.push(...problemsOf(room)))

  for (let i = 0; i < FRAMES_PER_STORY; i++) {
    const { server: end } = server.latest().pair
    if (!lies.has(end)) {
      const send = end.send.bind(end)
      lies.set(end, send)
      end.send = (text) => {
        if (real.push(JSON.parse(text) as Json) > KEPT_FRAMES) real.shift()
        send(text)
      }
    }
    happen(chance, server, room, i)
    await clock.run(chance.below(30))
    const text =
      i === 0 && found !== null
        ? fillText(found, valuesOf(chance))
        : hostileText(chance, valuesOf(chance), real)
    said.push(text)
    lies.get(server.latest().pair.server)?.(text)
    await clock.run(chance.happens(0.1) ? 5_000 : chance.below(50))
    if (problems.length > 0 || thrown.length > 0) break
  }
  // What showed just now may have been said a little before.
  const frames = said.slice(-5)
  expect({ seed, frames, problems, thrown }).toEqual({ seed, frames, problems: [], thrown: [] })
  stop()

  // The server comes to its senses, with another history, as after a restored backup.
  kitchen.epoch = createId<Epoch>(chance.fill)
  server.cut()
  await clock.run(BACK_MS)
  const joining = client.joinRoom(KITCHEN, 'Ana')
  await clock.run(BACK_MS)
  const answer = await joining
  if (!answer.ok) throw new Error(`seed ${seed}: Ana cannot come back: ${answer.refusal.code}`)
  const again = answer.value
  const last = again.post('still here')
  await clock.run(BACK_MS)
  const latest = again.showLatest()
  await clock.run(1_000)
  await latest
  const everything = server.bodies(kitchen.roomId)
  expect({ seed, phase: again.view.phase, thrown }).toEqual({ seed, phase: 'live', thrown: [] })
  const { records, pending } = again.view.timeline
  const bodies = records.flatMap((record) => (record.kind === 'message' ? [record.body] : []))
  expect({ seed, bodies }).toEqual({ seed, bodies: everything.slice(-bodies.length) })
  // A refusal was believed, and shows; nothing else may wait any more.
  expect({ seed, waiting: pending.filter(({ state }) => state !== 'refused') }).toEqual({ seed, waiting: [] })
  expect(records.some((one) => one.kind === 'message' && one.messageId === last)).toBe(true)
  client.close()
  return said.length

  function valuesOf(by: Chance): Values {
    const { records, epoch, cursor } = room.view.timeline
    const messages = records.flatMap((record) => (record.kind === 'message' ? [record.messageId] : []))
    return new Map<string, Json>([
      ['{roomId}', by.happens(0.95) ? kitchen.roomId : createId(by.fill)],
      ['{messageId}', messages.length > 0 && by.happens(0.3) ? by.pick(messages) : createId(by.fill)],
      ['{memberId}', by.happens(0.5) ? (room.view.me?.memberId ?? '') : createId(by.fill)],
      ['{epoch}', by.happens(0.95) ? epoch : createId(by.fill)],
      ['{head}', cursor],
      ['{code}', KITCHEN],
      ['{token}', `${createId(by.fill)}${createId(by.fill).slice(1)}`],
      ['{ref}', 1 + by.below(20)],
    ])
  }
}

type World = ReturnType<typeof createWorld>

/** Life goes on meanwhile. */
function happen(chance: Chance, server: World['server'], room: Room, index: number): void {
  const roomId = room.roomId
  const what = chance.next()
  if (what < 0.2) server.post(roomId, `somebody ${index}`)
  else if (what < 0.35) room.post(`ana ${index}`)
  else if (what < 0.4) void room.loadOlder()
  else if (what < 0.44) void room.showAround(1 + chance.below(40))
  else if (what < 0.48) void room.showLatest()
  else if (what < 0.52) room.setTyping(true)
  else if (what < 0.55) server.cut(chance.pick([1001, 1006, 1011, 1012, 4440]))
}

/** A real frame of this story or of the corpus, wrong in some way. */
function hostileText(chance: Chance, values: Values, real: readonly Json[]): string {
  const frame =
    real.length > 0 && chance.happens(0.7)
      ? chance.pick(real)
      : fill(chance.pick(corpus.serverFrames), values)
  const text = mutateJson(frame, corpus.serverFrames, chance.pick([0, 1, 1, 1, 2, 4]), chance)
  return chance.happens(0.05) ? mutateBytes(Buffer.from(text), Buffer.from('[]'), chance).toString() : text
}

/** What no screen may show: a row twice, or rows that are not in the order of their places. */
function problemsOf(room: Room): string[] {
  const { records, pending, from, to } = room.view.timeline
  const keys = [...records.map(recordKey), ...pending.map(({ messageId }) => `message:${messageId}`)]
  const problems: string[] = []
  const twice = keys.filter((key, index) => keys.indexOf(key) !== index)
  if (twice.length > 0) problems.push(`${twice.join()} twice`)
  const { here, typing } = room.view.roster
  for (const people of [here, typing])
    if (new Set(people.map(({ memberId }) => memberId)).size < people.length) problems.push('a person twice')
  let before = from
  for (const { sequence } of records) {
    if (sequence <= before || sequence > to)
      problems.push(`the place ${sequence} behind ${before}, up to ${to}`)
    before = sequence
  }
  return problems
}
