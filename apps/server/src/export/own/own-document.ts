import type { OwnEntry, OwnPart } from './read-own-part.ts'

/** What stands before an entry: in which room, when the last message there was posted, and whether a list of reactions is open. */
export type OwnBefore = { hasRoom: boolean; lastAt: number; isReacting: boolean }

/** A kind of file that what is one's own is written as. */
export type OwnDocument = {
  mediaType: string
  begin(part: OwnPart): string
  write(entry: OwnEntry, before: OwnBefore): string
  /** What a part ends with that is not the last: nothing stays open that the next would not know of. */
  pause(before: OwnBefore): string
  /** `before` is what stands before the end of it all. */
  end(part: OwnPart, before: OwnBefore): string
}
