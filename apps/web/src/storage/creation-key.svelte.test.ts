import { expect, onTestFinished, test } from 'vitest'
import { keepCreationKey, loadCreationKey } from './creation-key.ts'
import { forgetWhoWasSignedOut } from './everything.ts'

/** A database of this test's own. */
function aDatabase(): string {
  const name = `confab-key-${crypto.randomUUID()}`
  onTestFinished(() => {
    indexedDB.deleteDatabase(name)
  })
  return name
}

test('a key is kept, replaced, and forgotten', async () => {
  const name = aDatabase()
  expect(await loadCreationKey(name)).toBeNull()
  await keepCreationKey('kitchen-Hj3x9Qpw', name)
  expect(await loadCreationKey(name)).toBe('kitchen-Hj3x9Qpw')
  await keepCreationKey('harbour-2Kf8Lm4x', name)
  expect(await loadCreationKey(name)).toBe('harbour-2Kf8Lm4x')
  await keepCreationKey(null, name)
  expect(await loadCreationKey(name)).toBeNull()
})

test('whoever is signed out leaves no key behind', async () => {
  const name = aDatabase()
  await keepCreationKey('kitchen-Hj3x9Qpw', name)
  await forgetWhoWasSignedOut(name)
  expect(await loadCreationKey(name)).toBeNull()
})
