import type { FileRecord } from '@confab/protocol'
import { archivedPath } from './archived-path.ts'
import type { OwnDocument } from './own-document.ts'
import type { OwnAbout, OwnEntry, OwnPart } from './read-own-part.ts'

/** What the first line says it is; another number when the lines mean something else. */
const VERSION = 1

/** Everything of somebody's own, one thing in each line; what each is, docs/own-export.md says. */
export function createOwnJsonLines(): OwnDocument {
  return {
    mediaType: 'application/x-ndjson; charset=utf-8',
    begin: ({ from, about }: OwnPart) =>
      lines(
        { kind: 'own-export', version: VERSION, exportedAt: from.at },
        ...(about ? linesAbout(about) : []),
      ),
    write: (entry) => lines(...linesOf(entry)),
    pause: () => '',
    end: ({ to }) => lines({ kind: 'end', ...to.counts }),
  }
}

const lines = (...values: object[]): string => values.map((value) => `${JSON.stringify(value)}\n`).join('')

/** Never a secret, nor what is kept of one: no key, no hash, no endpoint. */
function linesAbout({ credentials, devices, attention }: OwnAbout): object[] {
  const { password, passkeys, recoveryCodesLeft } = credentials
  return [
    {
      kind: 'account',
      loginName: password?.loginName ?? null,
      passwordChangedAt: password?.changedAt ?? null,
      recoveryCodesLeft,
      quietUntil: attention.quietUntil,
    },
    ...passkeys.map(({ label, createdAt, usedAt }) => ({ kind: 'passkey', label, createdAt, usedAt })),
    ...devices.map(({ label, createdAt, seenAt, isThis }) => ({
      kind: 'device',
      label,
      createdAt,
      seenAt,
      isThis,
    })),
    ...attention.pushes.map((push) => ({ kind: 'push', ...push })),
  ]
}

function linesOf(entry: OwnEntry): object[] {
  switch (entry.kind) {
    case 'room': {
      const { roomId, title, code, member, lastRead, level } = entry.room
      const { memberId, name, role, joinedAt, mutedUntil } = member
      const me = { memberId, name, role, joinedAt, ...(mutedUntil !== undefined && { mutedUntil }) }
      return [
        { kind: 'room', roomId, title, code, ...me, lastRead, level },
        ...entry.reports.map((report) => ({ kind: 'report', roomId, ...report })),
        ...entry.ignored.map((ignoredId) => ({ kind: 'ignored', roomId, memberId: ignoredId })),
      ]
    }
    case 'message': {
      const { room, message, edits } = entry
      const { messageId, sequence, authorName, postedAt, body, replyTo, editedAt, files } = message
      const line = {
        kind: 'message',
        roomId: room.roomId,
        messageId,
        sequence,
        name: authorName,
        postedAt,
        body,
        ...(replyTo !== undefined && { replyTo }),
        ...(files && { files: files.map((file) => fileOf(file, postedAt)) }),
        ...(editedAt !== undefined && { editedAt }),
        ...(edits.length > 0 && { edits }),
      }
      return [line]
    }
    case 'reaction': {
      const { room, messageId, sequence, emoji } = entry
      return [{ kind: 'reaction', roomId: room.roomId, messageId, sequence, emoji }]
    }
  }
}

function fileOf(file: FileRecord, postedAt: number) {
  const { fileId, name, mediaType, bytes, width, height, durationMs } = file
  const looks = { ...(width && { width }), ...(height && { height }), ...(durationMs && { durationMs }) }
  return { fileId, name, mediaType, bytes, ...looks, path: archivedPath(file, postedAt) }
}
