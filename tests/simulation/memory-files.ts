import type { FileId, FileRecord, MemberId, RoomId } from '@confab/protocol'
import {
  type FileOutcome,
  type FileSpace,
  type FileTable,
  fullSpace,
  refusedFile,
  type StoredFile,
} from '@confab/server/src/store/file-table.ts'
import type { TokenHash } from '@confab/server/src/store/store.ts'
import type { Disk, FileState } from './memory-disk.ts'

/** What the simulated store knows of files. `soon` does something when the disk gets to it. */
export function createMemoryFiles(disk: Disk, soon: <T>(work: () => T) => Promise<T>): FileTable {
  const all = () => [...disk.files.values()]
  const bytesOf = (files: readonly FileState[]) => files.reduce((sum, { bytes }) => sum + bytes, 0)
  const spaceTaken = (of: Pick<FileState, 'roomId' | 'tokenHash'>): FileSpace => ({
    ofIdentity: bytesOf(all().filter(({ tokenHash }) => tokenHash === of.tokenHash)),
    ofRoom: bytesOf(all().filter(({ roomId }) => roomId === of.roomId)),
    inAll: bytesOf(all()),
  })
  const isMember = (roomId: RoomId, tokenHash: TokenHash) => {
    const room = disk.rooms.get(roomId)
    const member = room?.records.get(`member:${room.owners.get(tokenHash)}`)
    return (
      member?.kind === 'member' &&
      member.role !== 'removed' &&
      member.role !== 'banned' &&
      !disk.revoked.has(tokenHash)
    )
  }
  const told = ({ roomId: _, tokenHash: __, bytes: ___, dueAt: ____, ...file }: FileState): StoredFile => file
  const done = (file: FileState): FileOutcome => ({ outcome: 'done', file: told(file) })
  const put = (file: FileState) => {
    disk.files.set(file.fileId, file)
    return done(file)
  }
  const found = (fileId: FileId, isFit: (file: FileState) => boolean) => {
    const file = disk.files.get(fileId)
    return file && isFit(file) ? told(file) : null
  }
  const forgotten = (fileId: FileId) =>
    disk.files.get(fileId)?.state === 'erasing' && disk.files.delete(fileId)

  return {
    reserve: ({ fileId, roomId, tokenHash, announced, bytes, storageKey, dueAt, space }) =>
      soon(() => {
        if (!isMember(roomId, tokenHash)) return refusedFile('forbidden')
        const known = disk.files.get(fileId)
        const isSame = known?.roomId === roomId && known.tokenHash === tokenHash
        if (known) return isSame && known.announced === announced ? done(known) : refusedFile('id-conflict')
        const full = fullSpace(spaceTaken({ roomId, tokenHash }), bytes, space)
        if (full) return refusedFile(full)
        const made = { fileId, roomId, tokenHash, announced, bytes, storageKey, dueAt }
        return put({ ...made, state: 'reserved', record: null, refusal: null })
      }),
    expectBytes: ({ fileId, storageKey, dueAt }) =>
      soon(() => {
        const file = disk.files.get(fileId)
        if (!file) return null
        const expected = { fileId: storageKey as FileId, storageKey, announced: '{}', bytes: 0, dueAt }
        if (file.state === 'reserved') put({ ...file, ...expected, state: 'erasing' })
        return told(file)
      }),
    finish: ({ fileId, storageKey, record, bytes, dueAt, space }) =>
      soon(() => {
        const file = disk.files.get(fileId)
        if (!file || file.state === 'erasing') return refusedFile('gone')
        if (file.state !== 'reserved') return done(file)
        const more = bytes - file.bytes
        const full = more > 0 ? fullSpace(spaceTaken(file), more, space) : null
        if (full) return refusedFile(full)
        if (!forgotten(storageKey as FileId)) return refusedFile('unavailable')
        return put({ ...file, state: 'ready', storageKey, record, bytes, dueAt })
      }),
    discard: ({ fileId, tokenHash, overdueAt, refusal, dueAt }) =>
      soon(() => {
        const file = disk.files.get(fileId)
        if (!file || (file.state !== 'reserved' && file.state !== 'ready')) return null
        if (overdueAt !== undefined && file.dueAt !== null && file.dueAt > overdueAt) return null
        if (tokenHash !== null && (tokenHash !== file.tokenHash || disk.revoked.has(tokenHash))) return null
        const erasing: FileState = { ...file, state: 'erasing', bytes: 0, refusal, dueAt }
        put(erasing)
        return told(erasing)
      }),
    findUpload: (fileId, tokenHash) =>
      soon(() =>
        disk.revoked.has(tokenHash) ? null : found(fileId, (file) => file.tokenHash === tokenHash),
      ),
    findPosted: (fileId) => soon(() => found(fileId, ({ state }) => state === 'posted')),
    readPosted: (roomId, fileIds, tokenHash) =>
      soon(() => {
        if (!isMember(roomId, tokenHash)) return null
        return fileIds.flatMap((fileId) => {
          const file = disk.files.get(fileId)
          return file?.state === 'posted' && file.roomId === roomId && file.record ? [file.record] : []
        })
      }),
    readDue: (now, limit) =>
      soon(() =>
        all()
          .filter(({ dueAt }) => dueAt !== null && dueAt <= now)
          .sort((a, b) => Number(a.dueAt) - Number(b.dueAt))
          .slice(0, limit)
          .map(told),
      ),
    forget: (fileIds) =>
      soon(() => {
        for (const fileId of fileIds) forgotten(fileId)
      }),
    readSpaceTaken: () => soon(() => bytesOf(all())),
    readLinkKey: () => soon(() => '0'.repeat(64)),
  }
}

/** The files of a post, posted from now on; null when one is not its author's or not ready. */
export function postFiles(
  disk: Disk,
  roomId: RoomId,
  authorId: MemberId,
  fileIds: readonly FileId[],
): FileRecord[] | null {
  const files = fileIds.flatMap((fileId) => {
    const file = disk.files.get(fileId)
    const isTheirs =
      file?.roomId === roomId && disk.rooms.get(roomId)?.owners.get(file.tokenHash) === authorId
    return file && isTheirs && file.state === 'ready' && file.record ? [{ ...file, record: file.record }] : []
  })
  if (files.length < fileIds.length) return null
  for (const file of files) disk.files.set(file.fileId, { ...file, state: 'posted', dueAt: null })
  return files.map(({ record }) => record)
}

/** The files of a message that was erased for a while, to be brought back until `dueAt`; null when they are. */
export function setAsideFiles(disk: Disk, files: readonly FileRecord[], dueAt: number | null): void {
  for (const { fileId } of files) {
    const file = disk.files.get(fileId)
    if (file) disk.files.set(fileId, { ...file, state: dueAt === null ? 'posted' : 'erasing', dueAt })
  }
}

/** The files of a message that was deleted. */
export function eraseFiles(disk: Disk, files: readonly FileRecord[]): void {
  for (const { fileId } of files) {
    const file = disk.files.get(fileId)
    if (file) disk.files.set(fileId, { ...file, state: 'erasing', bytes: 0, dueAt: 0 })
  }
}
