import { DATABASE_NAME, openDatabase } from './database.ts'

const STORES = ['settings', 'known-rooms', 'rooms', 'drafts', 'posts', 'changes', 'files'] as const

/** Puts something where there was something else. */
export type Put = (store: 'settings' | 'known-rooms', value: unknown, key?: string) => void

/** Nothing stays of what was kept, and this is kept instead: in one go, so that it is never half of each. Rejects when the browser does not do it. */
export function replaceEverything(fill: (put: Put) => void, databaseName = DATABASE_NAME): Promise<void> {
  return replace(databaseName, fill, () => true)
}

/** Nothing stays of whoever was signed out, unless somebody is here again by now. */
export function forgetWhoWasSignedOut(databaseName = DATABASE_NAME): Promise<void> {
  return replace(
    databaseName,
    () => {},
    (token) => token === undefined,
  )
}

async function replace(
  databaseName: string,
  fill: (put: Put) => void,
  isMeant: (token: unknown) => boolean,
): Promise<void> {
  const database = await openDatabase(databaseName)
  try {
    const transaction = database.transaction(STORES, 'readwrite', { durability: 'strict' })
    const asked: Promise<unknown>[] = [transaction.done]
    if (isMeant(await transaction.objectStore('settings').get('token'))) {
      asked.push(...STORES.map((name) => transaction.objectStore(name).clear()))
      fill((store, value, key) => {
        asked.push(transaction.objectStore(store).put(value as never, key as never))
      })
    }
    await Promise.all(asked)
  } finally {
    database.close()
  }
}
