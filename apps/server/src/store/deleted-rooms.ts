/**
 * A room that was deleted is called this and its key, until everything of it is erased. No room's id looks like it, so nothing that asks by an id or a code
 * finds one; and both databases have an index of those alone.
 */
export const DELETED = 'deleted '

/** Whether a row of `rooms` is one that was deleted, in the words both indexes are made for. */
export const IS_DELETED = `substr(room_id, 1, ${DELETED.length}) = '${DELETED}'`

/** What hangs on the messages of a room, with the place of its message. */
export const AROUND_MESSAGES = ['erased_messages', 'edits', 'reactions', 'reactors', 'mentions'] as const

/** What else hangs on a room, in an order in which nothing goes before what refers to it. Its files have their own way. */
export const AROUND_ROOM = [
  'last_posts',
  'last_reads',
  'levels',
  'ignored',
  'push_rooms',
  'room_passwords',
  'owner_codes',
  'knocks',
  'barred_addresses',
  'deeds',
  'reports',
  'members',
] as const
