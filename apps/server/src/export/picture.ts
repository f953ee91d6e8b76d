import type { Readable } from 'node:stream'
import type { FileRecord } from '@confab/protocol'
import { IMAGE_FORMATS } from '../files/media-types.ts'

/** Whether a file is an image as this server packs them: what may stand in a page. */
export const isPicture = ({ mediaType }: FileRecord): boolean => Object.hasOwn(IMAGE_FORMATS, mediaType)

/** Bytes as base64, as they come: so many at a time as a stream hands over, and no more. */
export async function* base64Of(stream: Readable): AsyncGenerator<string> {
  let left: Buffer = Buffer.alloc(0)
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    const bytes = left.length > 0 ? Buffer.concat([left, chunk]) : chunk
    // Three bytes are four letters; what is over waits for the next.
    const whole = bytes.length - (bytes.length % 3)
    left = bytes.subarray(whole)
    if (whole > 0) yield bytes.toString('base64', 0, whole)
  }
  if (left.length > 0) yield left.toString('base64')
}
