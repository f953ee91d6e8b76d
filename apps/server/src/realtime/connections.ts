import type { RoomId } from '@confab/protocol'
import type { Clock } from '../clock.ts'
import { RETURN_SPREAD_MS_MAX, RETURNS_PER_SECOND, TICK_MS, UNSENT_BYTES_ALL_MAX } from '../limits.ts'
import type { TokenHash } from '../store/store.ts'
import { Connection, type ConnectionSurroundings } from './connection.ts'
import type { Line } from './line.ts'

/** What all connections of a node share. `defer` runs something once this turn of the loop is through. */
export type ConnectionsSurroundings = Omit<ConnectionSurroundings, 'monotonic' | 'onClosed' | 'willFlush'> & {
  defer(callback: () => void): void
}

/** Connections of this node: who is on the line, one per tab. */
export class Connections {
  readonly #clock: Clock
  readonly #surroundings: ConnectionSurroundings
  readonly #all = new Set<Connection>()
  readonly #byTab = new Map<string, Connection>()
  readonly #defer: (callback: () => void) => void
  #unflushed: Connection[] = []
  #cancelTick: () => void

  constructor(
    clock: Clock,
    surroundings: ConnectionsSurroundings,
    onClosed: (connection: Connection) => void,
  ) {
    const { defer, ...rest } = surroundings
    this.#clock = clock
    this.#defer = defer
    this.#surroundings = {
      ...rest,
      willFlush: (connection) => this.#willFlush(connection),
      monotonic: () => clock.monotonic(),
      onClosed: (connection) => {
        this.#all.delete(connection)
        const tab = connection.greeted && keyOfTab(connection.greeted)
        if (tab !== null && this.#byTab.get(tab) === connection) this.#byTab.delete(tab)
        onClosed(connection)
      },
    }
    this.#cancelTick = this.#scheduleTick()
  }

  /** All of them, greeted or not. */
  all(): Iterable<Connection> {
    return this.#all
  }

  get count(): number {
    return this.#all.size
  }

  /** What of these connections is so at this moment. */
  get figures(): { connectionsOpen: number; connectionsGreeted: number; unsentBytes: number } {
    let connectionsGreeted = 0
    let unsentBytes = 0
    for (const connection of this.#all) {
      if (connection.greeted) connectionsGreeted += 1
      unsentBytes += connection.unsentBytes
    }
    return { connectionsOpen: this.#all.size, connectionsGreeted, unsentBytes }
  }

  /** `label` is what the device at the other end is called. */
  open(line: Line, address: string, label = ''): Connection {
    const connection = new Connection(line, { address, label }, this.#surroundings)
    this.#all.add(connection)
    this.#surroundings.counters.connectionsOpened += 1
    return connection
  }

  /** A tab has one connection: the one that greets now. The one it had is closed, deaf and mute from here on (D9). */
  takeOver(connection: Connection): void {
    if (!connection.greeted) return
    const tab = keyOfTab(connection.greeted)
    const before = this.#byTab.get(tab)
    this.#byTab.set(tab, connection)
    before?.close(4409)
  }

  /** Whoever has one of these tokens is nobody any more: all their connections are closed, deaf and mute from here on (D9). */
  endTokens(tokenHashes: ReadonlySet<TokenHash>): void {
    for (const connection of [...this.#all]) {
      const { greeted } = connection
      if (greeted && tokenHashes.has(greeted.tokenHash)) connection.close(4401)
    }
  }

  /** A room is no more: whoever is in it comes back, and finds that out. */
  endRoom(roomId: RoomId): void {
    for (const connection of [...this.#all]) if (connection.rooms.has(roomId)) connection.close(1012, '0')
  }

  /** The tab came to another node. What it had here before that moment is closed; what it has since is the newer one (D9). */
  replaced(tab: { tokenHash: TokenHash; tabId: string; at: number }): void {
    const before = this.#byTab.get(keyOfTab(tab))
    if (before?.greeted && before.greeted.at < tab.at) before.tookOver()
  }

  /** Tells everyone to come back, here or elsewhere, spread over a time that grows with their number. */
  closeAll(): void {
    const spreadMs = Math.min(RETURN_SPREAD_MS_MAX, Math.ceil((this.#all.size / RETURNS_PER_SECOND) * 1_000))
    for (const connection of [...this.#all]) connection.close(1012, String(spreadMs))
  }

  close(): void {
    this.#cancelTick()
  }

  /** One callback for all that have something to send in this turn. */
  #willFlush(connection: Connection): void {
    if (this.#unflushed.length === 0)
      this.#defer(() => {
        const unflushed = this.#unflushed
        this.#unflushed = []
        for (const one of unflushed) one.flush()
      })
    this.#unflushed.push(connection)
  }

  #scheduleTick(): () => void {
    return this.#clock.after(TICK_MS, () => {
      const now = this.#clock.monotonic()
      for (const connection of [...this.#all]) connection.tick(now)
      this.#relieve()
      this.#cancelTick = this.#scheduleTick()
    })
  }

  #relieve(): void {
    let unsent = 0
    for (const connection of this.#all) unsent += connection.unsentBytes
    if (unsent <= UNSENT_BYTES_ALL_MAX) return
    const slowestFirst = [...this.#all].sort((a, b) => b.unsentBytes - a.unsentBytes)
    for (const connection of slowestFirst) {
      if (unsent <= UNSENT_BYTES_ALL_MAX) return
      unsent -= connection.unsentBytes
      connection.cut('relief')
    }
  }
}

function keyOfTab({ tokenHash, tabId }: { tokenHash: TokenHash; tabId: string }): string {
  return `${tokenHash} ${tabId}`
}
