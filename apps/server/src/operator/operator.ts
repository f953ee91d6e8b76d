import type { MemberId, RoomCode, RoomId } from '@confab/protocol'
import type { Clock } from '../clock.ts'
import { FILE_ERASE_GRACE_MS } from '../limits.ts'
import type { Change, DeletedLeft, Outcome, Store, TokenHash } from '../store/store.ts'
import type { Order, OrderOutcome } from './order.ts'

/** What orders are carried out on: a node, or a store alone where its nodes find out by themselves. */
export type OperatorOptions = {
  store: Pick<Store, 'findRoom' | 'operator' | 'reports'>
  clock: Clock
  commit(change: Change): Promise<Outcome['outcome']>
  /** A room is no more: whoever is in it here has to be told. */
  deleted(roomId: RoomId): void
  /** These tokens are over. */
  ended(tokenHashes: readonly TokenHash[]): void
  /** There are files to erase. */
  wakeFiles(): Promise<void> | void
  purge(): Promise<DeletedLeft>
}

/** Carries out what whoever runs the server wants done. Every order may be given again. */
export class Operator {
  readonly #options: OperatorOptions

  constructor(options: OperatorOptions) {
    this.#options = options
  }

  /** Resolves when it is on disk (D1). Rejects when the store fails. */
  carryOut(order: Order): Promise<OrderOutcome> {
    switch (order.order) {
      case 'close-room':
        return this.#closeRoom(order.code, order.isLocked)
      case 'delete-room':
        return this.#deleteRoom(order.code)
      case 'lift-ban':
        return this.#liftBan(order.code, order.memberId)
      case 'sign-out':
        return this.#signOut(order.identity)
      case 'settle-report':
        return this.#settle(order.report, order.note)
    }
  }

  async #closeRoom(code: RoomCode, isLocked: boolean): Promise<OrderOutcome> {
    const { store, clock } = this.#options
    const roomId = await store.findRoom(code)
    return roomId === null
      ? NOT_FOUND
      : this.#commit({ kind: 'close-room', roomId, isLocked, at: clock.now() })
  }

  async #liftBan(code: RoomCode, memberId: MemberId): Promise<OrderOutcome> {
    const { store, clock } = this.#options
    const roomId = await store.findRoom(code)
    return roomId === null ? NOT_FOUND : this.#commit({ kind: 'lift-ban', roomId, memberId, at: clock.now() })
  }

  async #commit(change: Change): Promise<OrderOutcome> {
    const outcome = await this.#options.commit(change)
    if (outcome === 'refused') return NOT_FOUND
    return { outcome: outcome === 'applied' ? 'done' : 'unchanged' }
  }

  async #deleteRoom(code: RoomCode): Promise<OrderOutcome> {
    const { store, clock, deleted, wakeFiles, purge } = this.#options
    const roomId = await store.findRoom(code)
    if (roomId === null || !(await store.operator.deleteRoom(roomId, clock.now() + FILE_ERASE_GRACE_MS)))
      return NOT_FOUND
    deleted(roomId)
    await wakeFiles()
    return { outcome: 'deleted', hasFilesLeft: (await purge()) !== 'nothing' }
  }

  async #settle(report: number, note: string): Promise<OrderOutcome> {
    const { store, clock } = this.#options
    const settled = await store.reports.settle(report, { at: clock.now(), note })
    if (settled === null) return NOT_FOUND
    return { outcome: settled === 'settled' ? 'done' : 'unchanged' }
  }

  async #signOut(identity: number): Promise<OrderOutcome> {
    const { store, ended } = this.#options
    const tokenHashes = await store.operator.endIdentity(identity)
    if (tokenHashes === null) return NOT_FOUND
    ended(tokenHashes)
    return { outcome: 'signed-out', devices: tokenHashes.length }
  }
}

const NOT_FOUND: OrderOutcome = { outcome: 'not-found' }
