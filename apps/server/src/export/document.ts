import type { ConfabRecord, FileRecord, MemberId } from '@confab/protocol'
import type { ExportPart } from './read-part.ts'

/** A piece of a file: text, or a picture whose bytes stand there as base64. */
export type Piece = string | { picture: FileRecord }

/** What stands before a record: when the last message was posted, and by whom. */
export type Before = { at: number; authorId: MemberId | null }

/** A kind of file a room is exported as. Every record becomes pieces; what is not shown in it becomes none. */
export type ExportDocument = {
  mediaType: string
  begin(part: ExportPart): string
  write(record: ConfabRecord, part: ExportPart, before: Before): readonly Piece[]
  /** `count` is how many messages there are in all. */
  end(part: ExportPart, count: number): string
}
