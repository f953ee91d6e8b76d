import { Postgres } from '@confab/throwaway'
import { expect, onTestFinished, test, vi } from 'vitest'
import { silentLog } from '../../observability/log.ts'
import { aCast, applied, create, post } from '../testing/cast.ts'
import { openPostgresStore } from './postgres-store.ts'

/** A PostgreSQL with a standby, a node on it, and a room of Ana's. */
async function aPair(isSynchronous: boolean) {
  const first = await Postgres.start({ isDurable: true })
  onTestFinished(() => first.destroy())
  const database = new URL(await first.createDatabase()).pathname.slice(1)
  const standby = await first.createStandby({ isSynchronous })
  const address = new URL(first.urlOf(database))
  let renewals = 0
  const { store } = await openPostgresStore({
    url: address.href,
    log: silentLog,
    onRenewed: () => {
      renewals += 1
    },
  })
  onTestFinished(() => store.close())
  const cast = aCast()
  await store.commit([create(cast.kitchen, cast.ana)])
  return { first, standby, database, store, ...cast, renewals: () => renewals }
}

const later = { timeout: 20_000, interval: 50 }

test('[D1] a synchronous standby that takes over has all that was answered, and everything goes on as it was', async () => {
  const { first, standby, store, kitchen, ana, renewals } = await aPair(true)
  const [told] = await store.commit([post(kitchen, ana, 'salt')])
  await first.stop('immediate')
  await standby.takeOver(first)
  const { epoch, records } = await vi.waitFor(() => store.readChanges(kitchen.roomId, 2, 10), later)
  expect(records).toEqual(applied(told))
  expect(epoch).toBe(kitchen.epoch)
  const [next] = await vi.waitFor(() => store.commit([post(kitchen, ana, 'pepper')]), later)
  expect(applied(next)).toMatchObject([{ sequence: 4 }])
  expect(renewals()).toBe(0)
})

test('[D8] a standby that was behind is another history: every room has another epoch before anybody writes to it', async () => {
  const { first, standby, database, store, kitchen, ana, renewals } = await aPair(false)
  const followed = async () => expect(await standby.query('SELECT 1 FROM rooms', database)).toHaveLength(1)
  await vi.waitFor(followed, later)
  await standby.stop()
  await store.commit([post(kitchen, ana, 'salt')])
  await first.stop('immediate')
  await standby.takeOver(first)
  const [next] = await vi.waitFor(() => store.commit([post(kitchen, ana, 'pepper')]), later)
  expect(applied(next)).toMatchObject([{ sequence: 3 }])
  const { epoch } = await store.readChanges(kitchen.roomId, 2, 10)
  expect(epoch).not.toBe(kitchen.epoch)
  expect(epoch).toMatch(/^[\w-]{22}$/)
  expect(renewals()).toBe(1)
})

test('a replica is no place to write, and no node starts on one', async () => {
  const { standby } = await aPair(true)
  const onReplica = openPostgresStore({ url: standby.url, log: silentLog, startMsMax: 500 })
  await expect(onReplica).rejects.toThrow('PostgreSQL cannot be used')
})
