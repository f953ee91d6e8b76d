import { systemClock } from '../clock.ts'
import { readDatabaseUrl, readDataDirectory } from '../config.ts'
import { openFiles } from '../files/files.ts'
import { readFilesConfig } from '../files-config.ts'
import { createCounters } from '../observability/counters.ts'
import { silentLog } from '../observability/log.ts'
import { Operator } from '../operator/operator.ts'
import type { Order, OrderOutcome } from '../operator/order.ts'
import { NotDone } from '../store/not-done.ts'
import {
  countUsers,
  type Look,
  lookAtBans,
  lookAtRoom,
  lookAtRooms,
  lookAtUser,
} from '../store/operator-look.ts'
import { lookAtReport, lookAtReports } from '../store/operator-reports.ts'
import { keepDatabase } from '../store/postgres/keep-database.ts'
import { asking } from '../store/postgres/pool.ts'
import { openPostgresStore } from '../store/postgres/postgres-store.ts'
import { existingDatabase } from '../store/sqlite/backup.ts'
import { lookAtDatabase } from '../store/sqlite/look.ts'
import { DataDirectoryInUse, openSqliteStore } from '../store/sqlite/sqlite-store.ts'
import type { Store } from '../store/store.ts'
import { askServer } from './ask-server.ts'
import { bansWords, countsWords, outcomeWords, roomsWords, roomWords, userWords } from './operate-words.ts'
import { reportsWords, reportWords } from './report-words.ts'
import { jsonWords } from './terminal.ts'
import type { Wish } from './wish.ts'

type Environment = Record<string, string | undefined>

/** `confab rooms`, `bans`, `users` and `reports`: answers what to print, and whether what was asked about is there. */
export async function operateCommand(
  environment: Environment,
  { wish, isJson }: { wish: Wish; isJson: boolean },
): Promise<{ isDone: boolean; words: string }> {
  const order = orderFor(wish)
  const { found, words } = order
    ? await carriedOut(environment, order)
    : await looking(environment, (look) => seen(look, wish))
  const isDone = found !== null && !(order && (found as OrderOutcome).outcome === 'not-found')
  return { isDone, words: isJson ? jsonWords(found) : words }
}

function orderFor(wish: Wish): Order | null {
  switch (wish.wish) {
    case 'close-room':
    case 'open-room':
      return { order: 'close-room', code: wish.code, isLocked: wish.wish === 'close-room' }
    case 'delete-room':
      return { order: 'delete-room', code: wish.code }
    case 'lift-ban':
      return { order: 'lift-ban', code: wish.code, memberId: wish.memberId }
    case 'sign-out':
      return { order: 'sign-out', identity: wish.user }
    case 'settle-report':
      return { order: 'settle-report', report: wish.report, note: wish.note }
    default:
      return null
  }
}

async function seen(look: Look, wish: Wish): Promise<{ found: unknown; words: string }> {
  switch (wish.wish) {
    case 'rooms': {
      const found = await lookAtRooms(look, wish.limit)
      return { found, words: roomsWords(found) }
    }
    case 'room': {
      const found = await lookAtRoom(look, wish.code)
      return { found, words: roomWords(found) }
    }
    case 'bans': {
      const found = await lookAtBans(look, wish.code)
      return { found, words: bansWords(found) }
    }
    case 'user': {
      const found = await lookAtUser(look, wish.user)
      return { found, words: userWords(found) }
    }
    case 'reports': {
      const found = await lookAtReports(look, wish.limit)
      return { found, words: reportsWords(found) }
    }
    case 'report': {
      const found = await lookAtReport(look, wish.report)
      return { found, words: reportWords(found) }
    }
    default: {
      const found = await countUsers(look)
      return { found, words: countsWords(found) }
    }
  }
}

/** Reads beside whatever server runs: neither database makes it wait. */
async function looking<Answer>(
  environment: Environment,
  see: (look: Look) => Promise<Answer>,
): Promise<Answer> {
  const url = readDatabaseUrl(environment)
  if (url !== null)
    return keepDatabase(
      url,
      (client) => {
        const ask = asking(client)
        return see((sql, values) => ask(sql, values))
      },
      { isLookedAt: true },
    )
  return lookAtDatabase(readDataDirectory(environment), see)
}

async function carriedOut(environment: Environment, order: Order) {
  const found = await carryOut(environment, order)
  return { found, words: outcomeWords(order, found) }
}

async function carryOut(environment: Environment, order: Order): Promise<OrderOutcome> {
  const url = readDatabaseUrl(environment)
  if (url !== null) {
    const { store } = await openPostgresStore({ url, log: silentLog })
    return onStore(store, order, async () => {})
  }
  const directory = readDataDirectory(environment)
  existingDatabase(directory)
  const outcome = await askServer(directory, order)
  if (outcome) return outcome
  try {
    const store = await openSqliteStore({ directory })
    return await onStore(store, order, () => eraseBytes(store, environment, directory))
  } catch (error) {
    if (!(error instanceof DataDirectoryInUse)) throw error
    throw new NotDone(
      `${error.message} It takes no orders: see “operator-socket-failed” in its log, or wait until it has started.`,
    )
  }
}

/** On the store itself: nodes that run on it find out within seconds, as they do of whatever nobody told them. */
async function onStore(store: Store, order: Order, eraseFiles: () => Promise<void>): Promise<OrderOutcome> {
  const purge = async () => {
    for (;;) {
      const left = await store.operator.eraseDeleted(1_000)
      if (left !== 'more') return left
    }
  }
  try {
    return await new Operator({
      store,
      clock: systemClock,
      commit: async (change) => (await store.commit([change]))[0]?.outcome ?? 'refused',
      deleted: () => {},
      ended: () => {},
      wakeFiles: eraseFiles,
      purge,
    }).carryOut(order)
  } finally {
    await store.close()
  }
}

/** No server runs that would do it. */
async function eraseBytes(store: Store, environment: Environment, directory: string): Promise<void> {
  const files = await openFiles(readFilesConfig(environment, directory), {
    table: store.files,
    clock: systemClock,
    counters: createCounters(),
    log: silentLog,
    dataDirectory: directory,
  })
  // Opening it begins a sweep, closing it waits for that.
  await files?.close()
}
