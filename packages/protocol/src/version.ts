/** The version spoken here: the number in the WebSocket subprotocol. */
export const PROTOCOL_VERSION = 1

/** The oldest version servers still answer: the one before their own, from version 2 on. */
export const PROTOCOL_VERSION_OLDEST = 1

/** The WebSocket subprotocol both ends name. */
export const SUBPROTOCOL = `confab.${PROTOCOL_VERSION}`

/** What each version changed, newest first. */
export const HISTORY = [
  '1: rooms by code, messages that can be edited, deleted, answered, reacted to and pinned, files, search, resume, presence and whether it is complete, typing, what was read, what one wants to be called for, removal, revocation',
] as const

/** SHA-256 over all schemas. A test computes it anew, so no schema changes without a look at the version. */
export const SCHEMAS_HASH = '876a29a309638babd85812d816a7989b3779040f211aa90cbe01ac7adf9172a8'
