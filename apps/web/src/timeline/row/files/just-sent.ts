import type { FileId } from '@confab/protocol'

/** So many own pictures are held on to between being sent and being seen as everybody sees them: as many as one row shows, and those of the next. */
const HELD_MAX = 8

const addresses = new Map<FileId, string>()

/** The picture was on the screen from this address in the browser, and goes on being seen until the server's is there. */
export function holdOwn(fileId: FileId, address: string): void {
  dropOwn(fileId)
  addresses.set(fileId, address)
  for (const oldest of addresses.keys()) {
    if (addresses.size <= HELD_MAX) break
    dropOwn(oldest)
  }
}

/** Where it still is; null when it is not. */
export function heldOwn(fileId: FileId): string | null {
  return addresses.get(fileId) ?? null
}

/** The server's is seen. */
export function dropOwn(fileId: FileId): void {
  const address = addresses.get(fileId)
  if (address) URL.revokeObjectURL(address)
  addresses.delete(fileId)
}
