import { afterAll, beforeAll, describe } from 'vitest'
import { attentionContract } from './attention.contract.ts'
import { credentialsContract } from './credentials.contract.ts'
import { deedsContract } from './deeds.contract.ts'
import { devicesContract } from './devices.contract.ts'
import { doorsContract } from './doors.contract.ts'
import { erasedContract } from './erased.contract.ts'
import { exportingContract } from './exporting.contract.ts'
import { fileTableContract } from './file-table.contract.ts'
import { handoffsContract } from './handoffs.contract.ts'
import { historyContract } from './history.contract.ts'
import { lastReadContract } from './last-read.contract.ts'
import { messagesContract } from './messages.contract.ts'
import { newcomersContract } from './newcomers.contract.ts'
import { operatorContract } from './operator.contract.ts'
import { ownContract } from './own.contract.ts'
import { ownershipContract } from './ownership.contract.ts'
import { postedFilesContract } from './posted-files.contract.ts'
import { reactionsContract } from './reactions.contract.ts'
import { readingContract } from './reading.contract.ts'
import { removalContract } from './removal.contract.ts'
import { reportsContract } from './reports.contract.ts'
import { retentionContract } from './retention.contract.ts'
import { rolesContract } from './roles.contract.ts'
import { searchContract } from './search.contract.ts'
import { slowModeContract } from './slow-mode.contract.ts'
import type { Store } from './store.ts'
import type { Harness } from './testing/harness.ts'
import { writingContract } from './writing.contract.ts'

/** A store under test: a fresh one, how to close and open it again with its data, and how to take it all away. */
export type OpenedStore = { store: Store; reopen(): Promise<Store>; destroy(): Promise<void> }

/** What every store has to do, whatever lies beneath it. */
export function storeContract(name: string, open: () => Promise<OpenedStore>): void {
  describe(`${name} keeps the contract of a store`, { timeout: 30_000 }, () => {
    let opened: OpenedStore | null = null
    let current: Store | null = null

    beforeAll(async () => {
      opened = await open()
      current = opened.store
    }, 60_000)
    afterAll(async () => {
      await current?.close()
      await opened?.destroy()
    })

    const harness: Harness = {
      get store() {
        if (!current) throw new Error('The store is not open.')
        return current
      },
      async reopen() {
        current = (await opened?.reopen()) ?? null
      },
    }
    describe('writing', () => writingContract(harness))
    describe('reading', () => readingContract(harness))
    describe('what was read', () => lastReadContract(harness))
    describe('attention', () => attentionContract(harness))
    describe('credentials', () => credentialsContract(harness))
    describe('doors', () => doorsContract(harness))
    describe('the operator', () => operatorContract(harness))
    describe('messages', () => messagesContract(harness))
    describe('reactions', () => reactionsContract(harness))
    describe('removal and revocation', () => removalContract(harness))
    describe('slow mode', () => slowModeContract(harness))
    describe('roles and settings', () => rolesContract(harness))
    describe('ownership by a code', () => ownershipContract(harness))
    describe('searching', () => searchContract(harness))
    describe('files', () => fileTableContract(harness))
    describe('posting files', () => postedFilesContract(harness))
    describe('hand-offs', () => handoffsContract(harness))
    describe('reports', () => reportsContract(harness))
    describe('devices', () => devicesContract(harness))
    describe('what leaders did', () => deedsContract(harness))
    describe('erasing', () => erasedContract(harness))
    describe('newcomers', () => newcomersContract(harness))
    describe('retention', () => retentionContract(harness))
    describe('exporting', () => exportingContract(harness))
    describe('what is one’s own', () => ownContract(harness))
    describe('history', () => historyContract(harness))
  })
}
