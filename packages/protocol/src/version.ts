/** The version spoken here: the number in the WebSocket subprotocol. */
export const PROTOCOL_VERSION = 1

/** The oldest version servers still answer: the one before their own, from version 2 on. */
export const PROTOCOL_VERSION_OLDEST = 1

/** The WebSocket subprotocol both ends name. */
export const SUBPROTOCOL = `confab.${PROTOCOL_VERSION}`

/** What each version changed, newest first. */
export const HISTORY = [
  '1: rooms by code, messages that can be edited, deleted, answered, reacted to and pinned, files, search, resume, presence and whether it is complete, typing, removal, revocation',
] as const

/** SHA-256 over all schemas. A test computes it anew, so no schema changes without a look at the version. */
export const SCHEMAS_HASH = '3624515b902483b9db9dab355d0a135aa5013e34893bb95cc9091c579b1e2b1f'
