import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  createId,
  createIdentityToken,
  createMessageId,
  type Epoch,
  type MemberId,
  type RoomCode,
  type RoomId,
} from '@confab/protocol'
import { hashToken } from '../../../apps/server/src/identities/tokens.ts'
import { createRoomCode } from '../../../apps/server/src/rooms/room-code.ts'
import { openSqliteStore } from '../../../apps/server/src/store/sqlite/sqlite-store.ts'
import type { Store } from '../../../apps/server/src/store/store.ts'
import { pause } from '../crowd.ts'
import { confab, type EnteredLine, enterConfab, startConfab } from '../peers/confab.ts'
import type { Measured, Run, Scenario } from '../scenario.ts'
import { median } from '../statistics.ts'

const SHORT = 100
const LONG = 1_000_000
const LONG_QUICK = 100_000

/** Messages of one commit while a room is filled. */
const BATCH = 2_000

/** Each member asks this often, so that nobody asks faster than one may. */
const MEMBERS = 40
const JOINS_PER_MEMBER = 5
const PAGES_PER_MEMBER = 20
const PAGE_RECORDS = 50

/** Between two joins of a room, in milliseconds: those who come close together are read for together, and wait for that. */
const JOIN_GAP_MS = 60

/** How long a room is does not matter to who joins it. */
export const history: Scenario = {
  name: 'history',
  title: 'A room of a million messages',
  about:
    'The same server keeps a room of 1,000,000 messages and one of 100. Members join each of them in turn, which brings the newest page, and turn to places anywhere in it. The times are from the command to the answer.',
  rounds: { full: 1, quick: 1 },
  columns: [
    { figure: 'joinShort', label: 'join, 100', unit: 'ms' },
    { figure: 'joinLong', label: 'join, 1,000,000', unit: 'ms' },
    { figure: 'joinTimes', label: 'join, long to short', unit: 'times' },
    { figure: 'pageShort', label: 'page, 100', unit: 'ms' },
    { figure: 'pageLong', label: 'page, 1,000,000', unit: 'ms' },
    { figure: 'pageTimes', label: 'page, long to short', unit: 'times' },
  ],
  headline: 'joinTimes',
  drawn: [],
  cases: [
    {
      id: 'history',
      title: 'Joining and paging, 1,000,000 messages against 100',
      goals: [{ figure: 'joinTimes', atMost: 1.1 }],
      peers: [confab],
      measure: (_peer, run) => measure(run),
    },
  ],
}

async function measure(run: Run): Promise<Measured> {
  const directory = mkdtempSync(join(tmpdir(), 'confab-bench-'))
  const length = run.isQuick ? LONG_QUICK : LONG
  try {
    const began = performance.now()
    const store = await openSqliteStore({ directory })
    const codes = { short: await fillRoom(store, SHORT), long: await fillRoom(store, length) }
    await store.close()
    run.say(`  ${length} messages kept in ${((performance.now() - began) / 1_000).toFixed(0)} s`)
    const server = await startConfab({ dataDirectory: directory })
    try {
      const figures = await ask(server.port, codes)
      const notes = run.isQuick ? [`a quick run: the long room has ${LONG_QUICK} messages`] : []
      return { figures, notes }
    } finally {
      await server.stop()
    }
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

/** A room with so many messages, written as the server would. */
async function fillRoom(store: Store, length: number): Promise<RoomCode> {
  const [roomId, code, authorId] = [createId<RoomId>(), createRoomCode(), createId<MemberId>()]
  const made = { roomId, code, epoch: createId<Epoch>(), tokenHash: hashToken(createIdentityToken()) }
  const named = { memberId: authorId, name: 'Ana', nameSkeleton: 'ana', at: Date.now() }
  await store.commit([{ kind: 'create-room', ...made, ...named }])
  for (let kept = 0; kept < length; kept += BATCH)
    await store.commit(
      Array.from({ length: Math.min(BATCH, length - kept) }, (_, i) => ({
        kind: 'post-message' as const,
        roomId,
        messageId: createMessageId(Date.now()),
        authorId,
        body: `message ${kept + i}: the tide is out until four, come down to the harbour`,
        at: Date.now(),
      })),
    )
  return code
}

async function ask(port: number, codes: { short: RoomCode; long: RoomCode }): Promise<Measured['figures']> {
  const times = { joinShort: [0], joinLong: [0], pageShort: [0], pageLong: [0] }
  for (let member = 0; member < MEMBERS; member++) {
    const enter = (code: RoomCode) => enterConfab({ port, name: `member ${member}`, code })
    const [short, long] = [await enter(codes.short), await enter(codes.long)]
    // The first members are for the compilers and the cache.
    if (member === MEMBERS / 4) for (const list of Object.values(times)) list.length = 0
    for (let i = 0; i < JOINS_PER_MEMBER; i++) {
      // Each follows a pause of its own: whoever comes second finds a warmer machine.
      await pause(JOIN_GAP_MS)
      times.joinShort.push(await timeJoin(short, `member ${member}`))
      await pause(JOIN_GAP_MS)
      times.joinLong.push(await timeJoin(long, `member ${member}`))
    }
    for (let i = 0; i < PAGES_PER_MEMBER; i++) {
      times.pageShort.push(await timePage(short))
      times.pageLong.push(await timePage(long))
    }
    short.line.cut()
    long.line.cut()
  }
  const [joinShort, joinLong] = [median(times.joinShort), median(times.joinLong)]
  const [pageShort, pageLong] = [median(times.pageShort), median(times.pageLong)]
  return {
    joinShort,
    joinLong,
    joinTimes: joinLong / joinShort,
    pageShort,
    pageLong,
    pageTimes: pageLong / pageShort,
  }
}

/** Leaves, and joins again: from the command until the newest page is there. */
async function timeJoin({ line, room }: EnteredLine, name: string): Promise<number> {
  await line.ask({ type: 'leave-room', ref: 1, roomId: room.roomId }, 'done')
  const began = performance.now()
  await line.ask({ type: 'join-room', ref: 2, code: room.code, name }, 'reset')
  return performance.now() - began
}

/** A page before any place of the room that has a whole one before it. */
async function timePage({ line, room }: EnteredLine): Promise<number> {
  const before = PAGE_RECORDS + 1 + Math.floor(Math.random() * (room.head - PAGE_RECORDS))
  const command = { ref: 3, roomId: room.roomId, where: { before }, limit: PAGE_RECORDS }
  const began = performance.now()
  await line.ask({ type: 'fetch-page', ...command }, 'page')
  return performance.now() - began
}
