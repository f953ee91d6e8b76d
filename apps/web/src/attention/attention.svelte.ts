import type { Client } from '@confab/client'
import { createContext } from 'svelte'
import type { RoomSession } from '../room/room-session.svelte.ts'
import type { Calls } from './calls.svelte.ts'
import type { KnownRoomList } from './heard.ts'

/** Calls people to what they do not see. This much of it is there from the beginning; the rest comes once there is time. */
export class Attention {
  /** The room on the screen. */
  shown: RoomSession | null = null
  /** Null until it has come. */
  calls = $state.raw<Calls | null>(null)
  #starting: Promise<Calls> | null = null

  /** Begins to listen to all rooms of a client. Again is harmless. */
  start(client: Client, knownRooms: KnownRoomList): Promise<Calls> {
    this.#starting ??= import('./calls.svelte.ts').then(({ Calls }) => {
      this.calls = new Calls(client, knownRooms, () => this.shown)
      return this.calls
    })
    return this.#starting
  }
}

export const [useAttention, provideAttention] = createContext<Attention>()
