import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { COMMANDS } from './command.ts'
import { EVENTS } from './event.ts'
import { HISTORY, PROTOCOL_VERSION, PROTOCOL_VERSION_OLDEST, SCHEMAS_HASH, SUBPROTOCOL } from './version.ts'

/** The same JSON for the same schema, in whatever order its source is written. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )

const hashOf = (value: unknown) => createHash('sha256').update(canonical(value)).digest('hex')

test('the schemas are those of this version', () => {
  // A change here reaches clients that run already. Fields that are added to events need no new version, everything else
  // does: then PROTOCOL_VERSION, HISTORY, this hash, docs/protocol.md and both ends go into one commit.
  expect(hashOf({ commands: COMMANDS, events: EVENTS })).toBe(SCHEMAS_HASH)
})

test('a schema that changes in any depth changes the hash, its order does not', () => {
  expect(hashOf({ a: { b: 1, c: [1, 2] } })).toBe(hashOf({ a: { c: [1, 2], b: 1 } }))
  expect(hashOf({ a: { b: 1 } })).not.toBe(hashOf({ a: { b: 2 } }))
  expect(hashOf([1, 2])).not.toBe(hashOf([2, 1]))
})

test('the newest line of the history is this version', () => {
  expect(HISTORY[0]).toMatch(new RegExp(`^${PROTOCOL_VERSION}: `))
  expect(HISTORY).toHaveLength(PROTOCOL_VERSION)
})

test('a server serves its version and the one before', () => {
  expect(PROTOCOL_VERSION_OLDEST).toBe(Math.max(1, PROTOCOL_VERSION - 1))
  expect(SUBPROTOCOL).toBe('confab.1')
})
