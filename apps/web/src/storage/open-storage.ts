import type { AppStorage } from './app-storage.ts'
import { BrowserAppStorage } from './browser-app-storage.ts'
import { DATABASE_NAME, type Database, openDatabase } from './database.ts'

/** Opens what this browser keeps; where it keeps nothing, what this page keeps (`isDurable` is false). Never rejects. */
export async function openStorage(): Promise<AppStorage> {
  return new BrowserAppStorage(DATABASE_NAME, await openOrNull())
}

async function openOrNull(): Promise<Database | null> {
  try {
    return await openDatabase(DATABASE_NAME)
  } catch {
    return null
  }
}
