import type { AppStorage } from './app-storage.ts'
import { MemoryAppStorage } from './memory-app-storage.ts'

/** Opens what this browser keeps. */
export async function openStorage(): Promise<AppStorage> {
  return new MemoryAppStorage()
}
