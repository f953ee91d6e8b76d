import type { Answer, Client, Room } from '@confab/client'
import type { Trouble } from './refusal-words.ts'

/** Somebody in front of a door, as far as what is asked there has to know them. An entrance is one. */
export type Newcomer = {
  name: string
  password: string
  gate: 'password' | 'knock' | 'key' | null
  /** Makes a room: without a key, unless somebody was asked for one. */
  make(name: string): Promise<Answer<Room>>
  readonly client: Client
  wordsFor(field: Trouble['field']): string | null
  join(): Promise<void>
  clearTrouble(): void
}
