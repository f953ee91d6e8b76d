import type { FileRecord } from '@confab/protocol'

/** The longer side of the small picture the server makes, in pixels. */
const THUMBNAIL_SIDE = 640

type Size = Pick<FileRecord, 'width' | 'height'>

/** How a picture stands in its tile: it fills it, or, where it has fewer pixels than that takes, stands in it as it is. */
export function fitOf(
  { width = 0, height = 0 }: Size,
  tileWidth: number,
  tileHeight: number,
): 'cover' | 'scale-down' {
  // A pixel that went in rounding is not seen.
  return width >= tileWidth - 1 && height >= tileHeight - 1 ? 'cover' : 'scale-down'
}

/** Whether the small picture has the pixels the tile takes. Of a long strip it has few: all of it then has to come. */
export function isThumbnailEnough(size: Size, tileWidth: number, tileHeight: number): boolean {
  const { width = 0, height = 0 } = size
  const scale = Math.min(1, THUMBNAIL_SIDE / Math.max(width, height, 1))
  if (fitOf(size, tileWidth, tileHeight) === 'scale-down')
    return (
      Math.max(width, height) * scale >= Math.min(Math.max(tileWidth, tileHeight), Math.max(width, height))
    )
  return width * scale >= tileWidth - 1 && height * scale >= tileHeight - 1
}
