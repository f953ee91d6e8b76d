import type { Answer, AttentionView, Client, ClientView, ConnectionState, Room } from '@confab/client'
import {
  type AttentionLevel,
  BODY_LENGTH_MAX,
  type MemberId,
  type RoomId,
  type RoomSummary,
} from '@confab/protocol'

/** A client that never touches a network: the gallery and the component tests say what it answers. */
export class FakeClient implements Client {
  connection: ConnectionState = { name: 'live', attempt: 0, since: 0 }
  rooms: Client['rooms'] = new Map()
  readonly token = null
  fileBytesMax: number | null = 25 * 1024 * 1024
  bodyLengthMax = BODY_LENGTH_MAX
  /** What the next create, join or resume answers. */
  nextRoom: Answer<Room> = { ok: false, refusal: { code: 'unavailable' } }
  summaries: Answer<RoomSummary[]> = { ok: false, refusal: { code: 'unavailable' } }
  /** What the server knows of it; `view` has it once it was fetched. */
  attention: AttentionView = { pushKey: null, levels: [], ignored: [], quietUntil: null, isSubscribed: false }
  view: ClientView = { attention: null }
  /** What it was asked, in order. */
  readonly asked: string[] = []
  readonly #listeners = new Set<() => void>()

  change(connection: ConnectionState): void {
    this.connection = connection
    this.#tell()
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
  keepNow(): void {}

  async createRoom(name: string, creationKey?: string): Promise<Answer<Room>> {
    this.asked.push(`create ${name}${creationKey === undefined ? '' : ` with ${creationKey}`}`)
    return this.nextRoom
  }
  async joinRoom(code: string, name: string, password?: string): Promise<Answer<Room>> {
    this.asked.push(`join ${code} ${name}${password === undefined ? '' : ` with ${password}`}`)
    return this.nextRoom
  }
  async askIn(code: string, name: string): Promise<Answer<null>> {
    this.asked.push(`ask in ${code} ${name}`)
    return { ok: true, value: null }
  }
  async withdrawKnock(code: string): Promise<Answer<null>> {
    this.asked.push(`withdraw ${code}`)
    return { ok: true, value: null }
  }
  async resumeRoom(roomId: string): Promise<Answer<Room>> {
    this.asked.push(`resume ${roomId}`)
    return this.nextRoom
  }
  async fetchSummaries(): Promise<Answer<RoomSummary[]>> {
    return this.summaries
  }
  async fetchAttention(): Promise<Answer<AttentionView>> {
    this.view = { attention: this.attention }
    this.#tell()
    return { ok: true, value: this.attention }
  }
  setLevel(roomId: RoomId, level: AttentionLevel): Promise<Answer<null>> {
    const others = this.attention.levels.filter((one) => one.roomId !== roomId)
    const levels = level === 'all' ? others : [...others, { roomId, level }]
    return this.#attend(`level ${level}`, { levels })
  }
  setIgnored(roomId: RoomId, memberId: MemberId, isIgnored: boolean): Promise<Answer<null>> {
    const here = this.attention.ignored.find((one) => one.roomId === roomId)?.memberIds ?? []
    const memberIds = [...here.filter((one) => one !== memberId), ...(isIgnored ? [memberId] : [])]
    const others = this.attention.ignored.filter((one) => one.roomId !== roomId)
    return this.#attend(`${isIgnored ? 'ignore' : 'heed'} ${memberId}`, {
      ignored: [...others, { roomId, memberIds }],
    })
  }
  setQuiet(until: number | null): Promise<Answer<null>> {
    return this.#attend(`quiet ${until}`, { quietUntil: until })
  }
  subscribePush({ endpoint }: { endpoint: string }): Promise<Answer<null>> {
    return this.#attend(`subscribe ${endpoint}`, { isSubscribed: true })
  }
  unsubscribePush(endpoint: string): Promise<Answer<null>> {
    return this.#attend(`unsubscribe ${endpoint}`, { isSubscribed: false })
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

  async #attend(asked: string, change: Partial<AttentionView>): Promise<Answer<null>> {
    this.asked.push(asked)
    this.attention = { ...this.attention, ...change }
    if (this.view.attention) this.view = { attention: this.attention }
    this.#tell()
    return { ok: true, value: null }
  }

  #tell(): void {
    for (const listener of this.#listeners) listener()
  }
}
