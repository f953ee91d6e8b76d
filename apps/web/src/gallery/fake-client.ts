import type { Answer, Client, ConnectionState, Room } from '@confab/client'
import type { RoomSummary } from '@confab/protocol'

/** A client that never touches a network: the gallery and the component tests say what it answers. */
export class FakeClient implements Client {
  connection: ConnectionState = { name: 'live', attempt: 0, since: 0 }
  rooms: Client['rooms'] = new Map()
  readonly token = null
  readonly fileBytesMax = null
  /** What the next create, join or resume answers. */
  nextRoom: Answer<Room> = { ok: false, refusal: { code: 'unavailable' } }
  summaries: Answer<RoomSummary[]> = { ok: false, refusal: { code: 'unavailable' } }
  /** What it was asked, in order. */
  readonly asked: string[] = []
  readonly #listeners = new Set<() => void>()

  change(connection: ConnectionState): void {
    this.connection = connection
    for (const listener of this.#listeners) listener()
  }

  serverNow(): number {
    return Date.now()
  }
  open(): void {}
  close(): void {}
  retryNow(): void {
    this.asked.push('retry-now')
  }
  wake(): void {}

  async createRoom(name: string): Promise<Answer<Room>> {
    this.asked.push(`create ${name}`)
    return this.nextRoom
  }
  async joinRoom(code: string, name: string): Promise<Answer<Room>> {
    this.asked.push(`join ${code} ${name}`)
    return this.nextRoom
  }
  async resumeRoom(roomId: string): Promise<Answer<Room>> {
    this.asked.push(`resume ${roomId}`)
    return this.nextRoom
  }
  async fetchSummaries(): Promise<Answer<RoomSummary[]>> {
    return this.summaries
  }
  async revoke(): Promise<Answer<null>> {
    this.asked.push('revoke')
    return { ok: true, value: null }
  }
  async adoptPosts(tabId: string): Promise<void> {
    this.asked.push(`adopt ${tabId}`)
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }
}
