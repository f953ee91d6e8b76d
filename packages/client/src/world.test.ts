import { type MessageId, recordKey } from '@confab/protocol'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { memoryStorage } from './storage.ts'
import { createWorld, shown } from './testing/world.ts'

const happening = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom('ana posts', 'bo posts', 'somebody posts') },
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      'lost frame',
      'cut',
      'restart',
      'silence',
      'swallow',
      'ana wakes',
      'ana pages',
      'ana reloads',
    ),
  },
)

test('[D1–D9] whatever happens to the lines: in the end everybody shows the same, and nothing twice or never', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(happening, fc.oneof(fc.constant(0), fc.nat(20), fc.nat(3_000), fc.nat(15_000))), {
        maxLength: 25,
      }),
      fc.constantFrom(4, 500),
      async (story, replayMax) => {
        const { clock, server, kitchen, createOne, openAndJoin } = createWorld({
          replayMax,
          heartbeatMs: 25_000,
        })
        const storage = memoryStorage()
        let ana = await openAndJoin('ana', storage)
        const bo = await openAndJoin('bo')
        const posted: { ana: string[]; bo: string[] } = { ana: [], bo: [] }
        let swallows = 0
        server.intercept = () => swallows > 0 && swallows-- > 0
        const rows: string[][] = []
        const gone: string[] = []
        const watch = (room: WorldRoom) =>
          room.subscribe(() => {
            rows.push(keysShown(room))
            const { from, hasNewer, pending, records } = room.view.timeline
            const isWhole = from === 0 && !hasNewer
            const bodies = [
              ...records.map((one) => (one.kind === 'message' ? one.body : '')),
              ...pending.map(({ body }) => body),
            ]
            if (isWhole) gone.push(...posted.ana.filter((body) => !bodies.includes(body)))
          })
        watch(ana.room)

        for (const [index, [event, passedMs]] of story.entries()) {
          if (event === 'ana posts') posted.ana.push(post(ana.room, `ana ${index}`))
          if (event === 'bo posts') posted.bo.push(post(bo.room, `bo ${index}`))
          if (event === 'somebody posts') server.post(kitchen.roomId, `else ${index}`)
          if (event === 'lost frame') server.post(kitchen.roomId, `lost ${index}`, { told: false })
          if (event === 'cut') server.cut()
          if (event === 'restart') server.cut(1012, '2000')
          if (event === 'silence') server.latest().pair.freeze()
          if (event === 'swallow') swallows = 2
          if (event === 'ana wakes') ana.client.wake()
          if (event === 'ana pages') void ana.room.showAround(3 + index)
          if (event === 'ana reloads') {
            await clock.run(0)
            ana.client.close()
            const client = createOne('ana', storage)
            const resuming = client.resumeRoom(kitchen.roomId)
            client.open()
            await clock.run(100_000)
            const answer = await resuming
            if (!answer.ok) throw new Error(`not resumed: ${answer.refusal.code}`)
            ana = { client, room: answer.value, storage }
            watch(ana.room)
          }
          await clock.run(passedMs)
        }

        // The faults end.
        swallows = 0
        await clock.run(100_000)
        for (const { room } of [ana, bo]) {
          const latest = room.showLatest()
          await clock.run(100)
          await latest
        }

        const everything = server.bodies(kitchen.roomId)
        expect(new Set(everything).size).toBe(everything.length)
        expect(everything.filter((body) => body.startsWith('ana'))).toEqual(posted.ana)
        expect(everything.filter((body) => body.startsWith('bo'))).toEqual(posted.bo)
        for (const { room } of [ana, bo]) {
          expect(room.view.phase).toBe('live')
          expect(shown(room)).toEqual(everything.slice(-shown(room).length))
          expect(room.view.timeline.cursor).toBe(kitchen.head)
        }
        // At no moment was anything shown twice, or an own post not at all [D7].
        expect(gone).toEqual([])
        for (const row of rows) expect(new Set(row).size).toBe(row.length)
        expect(await storage.loadPosts(kitchen.roomId)).toEqual([])
      },
    ),
    { numRuns: 150 },
  )
}, 60_000)

type WorldRoom = Awaited<ReturnType<ReturnType<typeof createWorld>['openAndJoin']>>['room']

function post(room: WorldRoom, body: string): string {
  room.post(body)
  return body
}

/** What tells the rows on screen apart. */
function keysShown(room: WorldRoom): string[] {
  const { records, pending } = room.view.timeline
  const keyOf = (messageId: MessageId) => `message:${messageId}`
  return [...records.map(recordKey), ...pending.map(({ messageId }) => keyOf(messageId))]
}
