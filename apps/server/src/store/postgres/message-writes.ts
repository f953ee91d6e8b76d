import { mentionsIn } from '@confab/protocol/mentions'
import { extraOf } from '../records.ts'
import type { MessageWrites } from './message-ledger.ts'
import type { SendRows } from './send-rows.ts'

const INSERT_MESSAGES = {
  name: 'insert-messages',
  text: `INSERT INTO messages (room, sequence, version, message_id, author_id, author_name, posted_at, body, extra)
         SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::bigint[],
           $8::text[], $9::text[])`,
}
const UPDATE_MESSAGES = {
  name: 'update-messages',
  text: `UPDATE messages SET version = now.version, body = now.body, extra = now.extra
         FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::text[], $5::text[])
           AS now (room, sequence, version, body, extra)
         WHERE messages.room = now.room AND messages.sequence = now.sequence`,
}
const INSERT_EDITS = {
  name: 'insert-edits',
  text: `INSERT INTO edits (room, sequence, version, replaced_at, body)
         SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::text[])`,
}
const FORGET_AROUND = {
  name: 'forget-around',
  text: `WITH gone AS (SELECT * FROM unnest($1::bigint[], $2::bigint[]) AS gone (room, sequence)),
           edits AS (DELETE FROM edits USING gone WHERE edits.room = gone.room AND edits.sequence = gone.sequence)
         DELETE FROM reactors USING gone WHERE reactors.room = gone.room AND reactors.sequence = gone.sequence`,
}
const PUT_REACTIONS = {
  name: 'put-reactions',
  text: `INSERT INTO reactions (room, sequence, version, message_id, reactions)
         SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::text[], $5::text[])
         ON CONFLICT (room, sequence) DO UPDATE SET version = excluded.version, reactions = excluded.reactions`,
}
// Who took it back and reacted anew in one batch stands at the new place in the order.
const ADD_REACTORS = {
  name: 'add-reactors',
  text: `INSERT INTO reactors (room, sequence, emoji, member_id, version)
         SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::text[], $4::text[], $5::bigint[])
         ON CONFLICT (room, sequence, emoji, member_id) DO UPDATE SET version = excluded.version`,
}
const REMOVE_REACTORS = {
  name: 'remove-reactors',
  text: `DELETE FROM reactors USING unnest($1::bigint[], $2::bigint[], $3::text[], $4::text[])
           AS gone (room, sequence, emoji, member_id)
         WHERE reactors.room = gone.room AND reactors.sequence = gone.sequence
           AND reactors.emoji = gone.emoji AND reactors.member_id = gone.member_id`,
}
const FORGET_MENTIONS = {
  name: 'forget-mentions',
  text: `DELETE FROM mentions USING unnest($1::bigint[], $2::bigint[]) AS changed (room, sequence)
         WHERE mentions.room = changed.room AND mentions.sequence = changed.sequence`,
}
// Of members only: a body may name anybody. The rooms' rows are locked, so nobody joins meanwhile.
const INSERT_MENTIONS = {
  name: 'insert-mentions',
  text: `INSERT INTO mentions (room, member_id, sequence)
         SELECT room, member_id, named.sequence
         FROM unnest($1::bigint[], $2::text[], $3::bigint[]) AS named (room, member_id, sequence)
         JOIN members USING (room, member_id)`,
}

const POST_FILES = {
  name: 'post-files',
  text: `UPDATE files SET state = 'posted', due_at = NULL WHERE file_id = ANY($1::text[])`,
}
const ERASE_FILES = {
  name: 'erase-files',
  text: `UPDATE files SET state = 'erasing', bytes = 0, due_at = 0 WHERE file_id = ANY($1::text[])`,
}

const SET_ASIDE_FILES = {
  name: 'set-aside-files',
  text: `UPDATE files SET state = 'erasing', due_at = aside.due_at
         FROM unnest($1::text[], $2::bigint[]) AS aside (file_id, due_at) WHERE files.file_id = aside.file_id`,
}
const BRING_BACK_FILES = {
  name: 'bring-back-files',
  text: `UPDATE files SET state = 'posted', due_at = NULL
         WHERE file_id = ANY($1::text[]) AND state = 'erasing' AND bytes > 0`,
}
const FORGET_ERASED = {
  name: 'forget-erased',
  text: `DELETE FROM erased_messages USING unnest($1::bigint[], $2::bigint[]) AS back (room, sequence)
         WHERE erased_messages.room = back.room AND erased_messages.sequence = back.sequence`,
}
const KEEP_ERASED = {
  name: 'keep-erased',
  text: `INSERT INTO erased_messages (room, sequence, message_id, version, erased_by, erased_at, record)
         SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::text[], $4::bigint[], $5::text[], $6::bigint[], $7::text[])`,
}

const NOTE_LAST_POSTS = {
  name: 'note-last-posts',
  text: `INSERT INTO last_posts (room, member_id, posted_at) SELECT * FROM unnest($1::bigint[], $2::text[], $3::bigint[])
         ON CONFLICT (room, member_id) DO UPDATE SET posted_at = excluded.posted_at`,
}

/** Sends what a batch comes to as far as it is about messages, behind the members it brings. */
export function sendMessageWrites(send: SendRows, writes: MessageWrites): void {
  const { edits, forgotten } = writes
  const inserted = [...writes.inserted.values()]
  const changed = [...writes.changed.values()]
  const reactors = [...writes.reactors.values()]
  send(
    INSERT_MESSAGES,
    inserted,
    ({ room }) => room,
    ({ record }) => record.sequence,
    ({ record }) => record.version,
    ({ record }) => record.messageId,
    ({ record }) => record.authorId,
    ({ record }) => record.authorName,
    ({ record }) => record.postedAt,
    ({ record }) => record.body,
    ({ record }) => extraOf(record),
  )
  send(
    UPDATE_MESSAGES,
    changed,
    ({ room }) => room,
    ({ record }) => record.sequence,
    ({ record }) => record.version,
    ({ record }) => record.body,
    ({ record }) => extraOf(record),
  )
  send(
    INSERT_EDITS,
    edits,
    ({ room }) => room,
    ({ record }) => record.sequence,
    ({ record }) => record.version,
    ({ replacedAt }) => replacedAt,
    ({ record }) => record.body,
  )
  send(
    FORGET_AROUND,
    forgotten,
    ({ room }) => room,
    ({ sequence }) => sequence,
  )
  send(
    PUT_REACTIONS,
    [...writes.reactions.values()],
    ({ room }) => room,
    ({ record }) => record.sequence,
    ({ record }) => record.version,
    ({ record }) => record.messageId,
    ({ record }) => JSON.stringify(record.reactions),
  )
  send(
    ADD_REACTORS,
    reactors.filter(({ at }) => at !== null),
    ({ room }) => room,
    ({ sequence }) => sequence,
    ({ emoji }) => emoji,
    ({ memberId }) => memberId,
    ({ at }) => at,
  )
  send(
    REMOVE_REACTORS,
    reactors.filter(({ at }) => at === null),
    ({ room }) => room,
    ({ sequence }) => sequence,
    ({ emoji }) => emoji,
    ({ memberId }) => memberId,
  )
  send(
    FORGET_MENTIONS,
    changed,
    ({ room }) => room,
    ({ record }) => record.sequence,
  )
  send(
    INSERT_MENTIONS,
    [...inserted, ...changed].flatMap(({ room, record }) =>
      mentionsIn(record.body).map((memberId) => ({ room, memberId, sequence: record.sequence })),
    ),
    ({ room }) => room,
    ({ memberId }) => memberId,
    ({ sequence }) => sequence,
  )
  const itself = (fileId: string) => fileId
  // In this order: a message that comes and goes in one batch leaves nothing.
  send(POST_FILES, writes.postedFiles, itself)
  const aside = [...writes.asideFiles.values()]
  send(
    SET_ASIDE_FILES,
    aside.filter(({ dueAt }) => dueAt !== null),
    ({ fileId }) => fileId,
    ({ dueAt }) => dueAt,
  )
  send(
    BRING_BACK_FILES,
    aside.filter(({ dueAt }) => dueAt === null),
    ({ fileId }) => fileId,
  )
  send(ERASE_FILES, writes.erasedFiles, itself)
  send(
    FORGET_ERASED,
    writes.forgottenErased,
    ({ room }) => room,
    ({ sequence }) => sequence,
  )
  send(
    KEEP_ERASED,
    [...writes.keptErased.values()],
    ({ room }) => room,
    ({ record }) => record.sequence,
    ({ record }) => record.messageId,
    ({ version }) => version,
    ({ erasedBy }) => erasedBy,
    ({ erasedAt }) => erasedAt,
    ({ record }) => JSON.stringify(record),
  )
  send(
    NOTE_LAST_POSTS,
    [...writes.lastPosts.values()],
    ({ room }) => room,
    ({ memberId }) => memberId,
    ({ at }) => at,
  )
}
