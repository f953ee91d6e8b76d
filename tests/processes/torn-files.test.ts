import { rmSync, statSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { judge } from '../history.ts'
import { Conversation } from './conversation.ts'
import { openScene, pause } from './scene.ts'
import type { ServerProcess } from './server-process.ts'

const scene = openScene()

const fileOf = (server: ServerProcess, suffix: string) => join(server.dataDirectory, `confab.db${suffix}`)

/** People talk, the machine goes down with posts under way, and something happens to the files before it comes up again. */
async function talkThenTear(tear: (server: ServerProcess) => void) {
  const server = await scene.start()
  const room = await Conversation.open(scene, server, 6)
  // A clean stop folds the log into the file: what is torn later cannot take the room itself away.
  room.talk()
  await pause(500)
  await server.end('SIGTERM')
  await server.start()
  room.retryNow()
  await pause(2_000)
  room.hush()
  await Promise.all(room.talkers.map((talker) => talker.whenQuiet(10_000)))
  const [ana] = room.talkers
  const headBefore = ana?.room.view.timeline.cursor ?? 0
  await server.end('SIGKILL')
  for (const talker of room.talkers) room.say(talker, 'was this heard?')
  tear(server)
  await server.start()
  room.retryNow()
  const verdict = await room.end()
  return { room, server, headBefore, ...verdict }
}

test('[D1] the shared memory file is gone: the log is read anew, and nothing is missing', async () => {
  const { breaches, acked, said } = await talkThenTear((server) => rmSync(fileOf(server, '-shm')))
  expect(breaches).toEqual([])
  expect(acked).toBe(said)
}, 60_000)

test.each([
  ['the last page of the log is torn', (file: string) => truncateSync(file, statSync(file).size - 1_000)],
  ['half of the log is gone', (file: string) => truncateSync(file, statSync(file).size >> 1)],
  ['the log is gone', (file: string) => rmSync(file)],
])(
  '[D6, D7] %s: the server opens at the last commit there is, everybody starts afresh, what waited is sent',
  async (_, tear) => {
    const { server, history, headBefore, said } = await talkThenTear((server) => tear(fileOf(server, '-wal')))
    const ids = new Set(
      history.stored.flatMap((record) => (record.kind === 'message' ? [record.messageId] : [])),
    )
    const missing = history.people.flatMap(({ posted }) =>
      posted.filter(({ messageId }) => !ids.has(messageId)),
    )
    console.log(`${missing.length} of ${said} posts went with the log; the head fell from ${headBefore}`)
    expect(missing.length).toBeGreaterThan(0)
    expect(server.log).toContain('history-renewed')
    expect(missing.map(({ body }) => body)).not.toContain('was this heard?')

    // What was on the lost part of the disk is lost, and only that: for all the rest every promise holds.
    const without = <T extends { messageId: (typeof missing)[number]['messageId'] }>(items: T[]) =>
      items.filter(({ messageId }) => ids.has(messageId))
    const places = new Map(
      history.stored.flatMap((record) =>
        record.kind === 'message' ? [[record.messageId, record.sequence]] : [],
      ),
    )
    const people = history.people.map((person) => ({
      ...person,
      posted: without(person.posted),
      told: person.told.filter(({ messageId, sequence }) => places.get(messageId) === sequence),
      acked: new Set([...person.acked].filter((messageId) => ids.has(messageId))),
    }))
    expect(judge({ ...history, people })).toEqual([])
  },
  60_000,
)
