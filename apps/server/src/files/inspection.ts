import type { UploadRefusalCode } from '@confab/protocol'

/** A file to look through, and where what is made of it goes. */
export type InspectionJob = {
  path: string
  /** What the sender's device calls it. */
  called: string
  packedPath: string
  thumbnailPath: string
}

/** What a file turned out to be. An image was packed anew and lies at `packedPath`; a small picture of it, if there is one, at `thumbnailPath`. */
export type Inspection =
  | {
      outcome: 'image'
      mediaType: string
      bytes: number
      width: number
      height: number
      isAnimated: boolean
      thumbnailBytes: number | null
    }
  | { outcome: 'as-it-is'; mediaType: string; isPlayed: boolean }
  | {
      outcome: 'refused'
      code: Extract<UploadRefusalCode, 'type-refused' | 'unreadable' | 'too-many-pixels'>
    }
