import type { RoomId } from '@confab/protocol'
import type { Terms } from '../room/terms.ts'

const KEY = 'confab-terms'

/** Rooms whose terms are remembered; the one read longest ago is forgotten, and its terms are taken as read. */
const ROOMS_MAX = 200

/** The terms of this room that were read last in this browser; null when none were. */
export function knownTerms(roomId: RoomId): Terms | null {
  return all().find(([known]) => known === roomId)?.[1] ?? null
}

/** These were read. */
export function keepTerms(roomId: RoomId, terms: Terms): void {
  const others = all().filter(([known]) => known !== roomId)
  try {
    localStorage.setItem(KEY, JSON.stringify([[roomId, terms], ...others].slice(0, ROOMS_MAX)))
  } catch {
    // Then they are read again with the next visit.
  }
}

function all(): [RoomId, Terms][] {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? '[]') as unknown
    return Array.isArray(kept) ? kept : []
  } catch {
    return []
  }
}
