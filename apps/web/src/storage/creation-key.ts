import { DATABASE_NAME, openDatabase } from './database.ts'

// With the identity, so that whoever is signed out leaves it behind no more than the rest. A browser that keeps nothing asks again.

/** The key for making rooms that was right here; null for none. */
export async function loadCreationKey(databaseName = DATABASE_NAME): Promise<string | null> {
  try {
    const database = await openDatabase(databaseName)
    try {
      return (await database.get('settings', 'creation-key')) ?? null
    } finally {
      database.close()
    }
  } catch {
    return null
  }
}

/** Keeps a key that was right; null forgets the one there was. */
export async function keepCreationKey(key: string | null, databaseName = DATABASE_NAME): Promise<void> {
  try {
    const database = await openDatabase(databaseName)
    try {
      if (key === null) await database.delete('settings', 'creation-key')
      else await database.put('settings', key, 'creation-key')
    } finally {
      database.close()
    }
  } catch {
    // Then it is asked for again.
  }
}
