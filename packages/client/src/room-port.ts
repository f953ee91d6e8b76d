import type { Command, FillRandom, IdentityToken, TabId } from '@confab/protocol'
import type { Random } from './backoff.ts'
import type { Clock } from './clock.ts'
import type { Requests } from './requests.ts'
import type { ClientStorage } from './storage.ts'

/** What a room may ask of its client. */
export type RoomPort = {
  readonly clock: Clock
  readonly random: Random
  readonly fillRandom: FillRandom | undefined
  readonly storage: ClientStorage
  readonly requests: Requests
  readonly tabId: TabId
  readonly windowMax: number
  /** Where the server is, and how files go there. */
  readonly url: string
  readonly fetch: typeof globalThis.fetch | undefined
  token(): IdentityToken | null
  isOnline(): boolean
  /** The server's clock, estimated, in milliseconds. */
  serverNow(): number
  bodyLengthMax(): number
  send(command: Command): void
  /** Something that was due did not come: the line may be dead. */
  doubtLine(): void
}
