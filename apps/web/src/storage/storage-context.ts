import { createContext } from 'svelte'
import type { AppStorage } from './app-storage.ts'

/** What the app keeps in this browser, for every component: given once by App, read with `useAppStorage()`. */
export const [useAppStorage, provideAppStorage] = createContext<AppStorage>()
