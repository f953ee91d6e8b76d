/** A table that is moved: in what order its rows are read, and of what types its columns are in PostgreSQL. */
export type MovedTable = {
  name: string
  key: readonly string[]
  columns: Readonly<Record<string, 'bigint' | 'text'>>
}

/** All that is moved, in an order in which everything comes after what it refers to. Every row keeps its key. */
export const MOVED_TABLES = [
  {
    name: 'identities',
    key: ['identity'],
    columns: { identity: 'bigint', created_at: 'bigint' },
  },
  {
    name: 'tokens',
    key: ['token_hash'],
    columns: {
      token_hash: 'text',
      identity: 'bigint',
      revoked_at: 'bigint',
      label: 'text',
      created_at: 'bigint',
      seen_at: 'bigint',
    },
  },
  {
    name: 'rooms',
    key: ['room'],
    columns: {
      room: 'bigint',
      room_id: 'text',
      code: 'text',
      epoch: 'text',
      head: 'bigint',
      latest_at: 'bigint',
      version: 'bigint',
      title: 'text',
      created_at: 'bigint',
      pins: 'text',
      settings: 'text',
    },
  },
  {
    name: 'members',
    key: ['room', 'sequence'],
    columns: {
      room: 'bigint',
      sequence: 'bigint',
      version: 'bigint',
      member_id: 'text',
      identity: 'bigint',
      name: 'text',
      name_skeleton: 'text',
      role: 'text',
      joined_at: 'bigint',
      extra: 'text',
    },
  },
  {
    name: 'messages',
    key: ['room', 'sequence'],
    columns: {
      room: 'bigint',
      sequence: 'bigint',
      version: 'bigint',
      message_id: 'text',
      author_id: 'text',
      author_name: 'text',
      posted_at: 'bigint',
      body: 'text',
      extra: 'text',
    },
  },
  {
    name: 'edits',
    key: ['room', 'sequence', 'version'],
    columns: { room: 'bigint', sequence: 'bigint', version: 'bigint', replaced_at: 'bigint', body: 'text' },
  },
  {
    name: 'reactions',
    key: ['room', 'sequence'],
    columns: { room: 'bigint', sequence: 'bigint', version: 'bigint', message_id: 'text', reactions: 'text' },
  },
  {
    name: 'reactors',
    key: ['room', 'sequence', 'emoji', 'member_id'],
    columns: { room: 'bigint', sequence: 'bigint', emoji: 'text', member_id: 'text', version: 'bigint' },
  },
  {
    name: 'mentions',
    key: ['room', 'member_id', 'sequence'],
    columns: { room: 'bigint', member_id: 'text', sequence: 'bigint' },
  },
  {
    name: 'last_reads',
    key: ['room', 'member_id'],
    columns: { room: 'bigint', member_id: 'text', sequence: 'bigint' },
  },
  {
    name: 'levels',
    key: ['identity', 'room'],
    columns: { identity: 'bigint', room: 'bigint', level: 'text' },
  },
  {
    name: 'ignored',
    key: ['identity', 'room', 'member_id'],
    columns: { identity: 'bigint', room: 'bigint', member_id: 'text' },
  },
  {
    name: 'quiet',
    key: ['identity'],
    columns: { identity: 'bigint', until_at: 'bigint' },
  },
  {
    name: 'push_subscriptions',
    key: ['endpoint'],
    columns: {
      endpoint: 'text',
      identity: 'bigint',
      p256dh: 'text',
      auth: 'text',
      language: 'text',
      kept_at: 'bigint',
      kept_by: 'text',
    },
  },
  {
    name: 'push_rooms',
    key: ['room', 'identity'],
    columns: { room: 'bigint', identity: 'bigint' },
  },
  {
    name: 'push_keys',
    key: ['one'],
    columns: { one: 'bigint', secret: 'text' },
  },
  {
    name: 'user_handles',
    key: ['identity'],
    columns: { identity: 'bigint', handle: 'text' },
  },
  {
    name: 'passkeys',
    key: ['credential_id'],
    columns: {
      credential_id: 'text',
      identity: 'bigint',
      public_key: 'text',
      counter: 'bigint',
      transports: 'text',
      is_backed_up: 'bigint',
      label: 'text',
      created_at: 'bigint',
      used_at: 'bigint',
    },
  },
  {
    name: 'passwords',
    key: ['identity'],
    columns: {
      identity: 'bigint',
      login_name: 'text',
      login_skeleton: 'text',
      hash: 'text',
      changed_at: 'bigint',
    },
  },
  {
    name: 'recovery_codes',
    key: ['code_hash'],
    columns: { code_hash: 'text', identity: 'bigint', used_by: 'text' },
  },
  {
    name: 'room_passwords',
    key: ['room'],
    columns: { room: 'bigint', hash: 'text', since: 'bigint' },
  },
  {
    name: 'owner_codes',
    key: ['room'],
    columns: { room: 'bigint', hash: 'text', since: 'bigint', made_by: 'text' },
  },
  {
    name: 'knocks',
    key: ['room', 'token_hash'],
    columns: {
      room: 'bigint',
      token_hash: 'text',
      knock_id: 'text',
      name: 'text',
      asked_at: 'bigint',
      answer: 'text',
    },
  },
  {
    name: 'barred_addresses',
    key: ['room', 'address_hash', 'member_id'],
    columns: {
      room: 'bigint',
      address_hash: 'text',
      member_id: 'text',
      version: 'bigint',
      barred_at: 'bigint',
    },
  },
  {
    name: 'handoffs',
    key: ['code_hash'],
    columns: { code_hash: 'text', identity: 'bigint', made_at: 'bigint', made_by: 'text', taken_by: 'text' },
  },
  {
    name: 'challenges',
    key: ['challenge_hash'],
    columns: { challenge_hash: 'text', made_at: 'bigint' },
  },
  {
    name: 'last_posts',
    key: ['room', 'member_id'],
    columns: { room: 'bigint', member_id: 'text', posted_at: 'bigint' },
  },
  {
    name: 'erased_messages',
    key: ['room', 'sequence'],
    columns: {
      room: 'bigint',
      sequence: 'bigint',
      message_id: 'text',
      version: 'bigint',
      erased_by: 'text',
      erased_at: 'bigint',
      record: 'text',
    },
  },
  {
    name: 'reports',
    key: ['report'],
    columns: {
      report: 'bigint',
      room: 'bigint',
      reporter: 'bigint',
      about: 'bigint',
      member_id: 'text',
      message_id: 'text',
      reason: 'text',
      note: 'text',
      evidence: 'text',
      reported_at: 'bigint',
      settled_at: 'bigint',
      settled_note: 'text',
    },
  },
  {
    name: 'deeds',
    key: ['room', 'deed'],
    columns: {
      room: 'bigint',
      deed: 'bigint',
      at: 'bigint',
      by_member: 'text',
      kind: 'text',
      whom: 'text',
      detail: 'text',
    },
  },
  {
    name: 'files',
    key: ['file_id'],
    columns: {
      file_id: 'text',
      room: 'bigint',
      identity: 'bigint',
      state: 'text',
      bytes: 'bigint',
      storage_key: 'text',
      announced: 'text',
      record: 'text',
      refusal: 'text',
      due_at: 'bigint',
    },
  },
] as const satisfies readonly MovedTable[]

/** A row as both databases give it. */
export type MovedRow = Record<string, string | number | null>

/** A key behind which reading goes on. */
export type MovedKey = (string | number)[]

/** The key before all keys of a table. */
export const firstKey = ({ key, columns }: MovedTable): MovedKey =>
  key.map((column) => (columns[column] === 'text' ? '' : -1))

/** The key of a row. */
export const keyOf = ({ key }: MovedTable, row: MovedRow): MovedKey => key.map((column) => row[column] ?? '')

/** The question for the rows behind a key, in its order; both databases understand it. `place` names the value of a number, from 1. */
export function rowsBehind(
  { name, key, columns }: MovedTable,
  place: (number: number) => string,
  limit: number,
) {
  const values = key.map((_, i) => place(i + 1)).join(', ')
  const order = key.join(', ')
  return `SELECT ${Object.keys(columns).join(', ')} FROM ${name} WHERE (${order}) > (${values}) ORDER BY ${order} LIMIT ${limit}`
}
