import sharp, { type Metadata, type Sharp } from 'sharp'
import { IMAGE_FRAMES_MAX, IMAGE_PIXELS_KEPT_MAX, IMAGE_PIXELS_MAX, THUMBNAIL_SIDE_MAX } from '../limits.ts'
import type { Inspection, InspectionJob } from './inspection.ts'
import type { IMAGE_FORMATS } from './media-types.ts'

type Format = (typeof IMAGE_FORMATS)[string]

// Every reader of images is shut off, and only those opened again that are needed: a TIFF with the name of a JPEG meets nobody who reads it.
sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({
  operation: [
    'VipsForeignLoadJpegFile',
    'VipsForeignLoadPngFile',
    'VipsForeignLoadWebpFile',
    'VipsForeignLoadNsgifFile',
    'VipsForeignLoadHeifFile',
  ],
})
// One file at a time, on one core, and nothing kept from one to the next.
sharp.concurrency(1)
sharp.cache(false)

/** What the reader of each format calls it. */
const READ_AS: Readonly<Record<Format, string>> = {
  jpeg: 'jpeg',
  png: 'png',
  webp: 'webp',
  gif: 'gif',
  avif: 'heif',
}

/**
 * Unpacks an image and packs its pixels anew, upright and in the colours of the web, with nothing else of what was in the file. How large it is
 * is read from its head, before anything is unpacked.
 */
export async function inspectImage(job: InspectionJob, format: Format): Promise<Inspection> {
  const { packedPath, thumbnailPath } = job
  let head: Metadata
  try {
    head = await open(job, true).metadata()
  } catch {
    return { outcome: 'refused', code: 'unreadable' }
  }
  const isAnimated = (format === 'gif' || format === 'webp') && (head.pages ?? 1) > 1
  const frames = isAnimated ? (head.pages ?? 1) : 1
  const frameHeight = isAnimated ? (head.pageHeight ?? head.height) : head.height
  if (head.format !== READ_AS[format] || !(head.width > 0) || !(frameHeight > 0))
    return { outcome: 'refused', code: 'unreadable' }
  if (frames > IMAGE_FRAMES_MAX || head.width * frameHeight * frames > IMAGE_PIXELS_MAX)
    return { outcome: 'refused', code: 'too-many-pixels' }
  try {
    // Pictures in a row are not turned: what moves has no camera that was held askew.
    const upright = isAnimated ? open(job, true) : open(job, false).autoOrient()
    const packed = await pack(scaledDown(upright, head.width, frameHeight, isAnimated), format, head).toFile(
      packedPath,
    )
    const { width, size: bytes } = packed
    const height = isAnimated ? Math.round(packed.height / frames) : packed.height
    const thumbnailBytes = await makeThumbnail(job, { width, height, bytes, isAnimated }, thumbnailPath)
    return {
      outcome: 'image',
      mediaType: `image/${format}`,
      bytes,
      width,
      height: Math.max(1, height),
      isAnimated,
      thumbnailBytes,
    }
  } catch {
    return { outcome: 'refused', code: 'unreadable' }
  }
}

function open({ path }: Pick<InspectionJob, 'path'>, isWhole: boolean): Sharp {
  // The bound of our own comes first; this one is for what a head did not say.
  return sharp(path, {
    animated: isWhole,
    limitInputPixels: IMAGE_PIXELS_MAX,
    sequentialRead: true,
    failOn: 'error',
  })
}

function scaledDown(image: Sharp, width: number, height: number, isAnimated: boolean): Sharp {
  const share = Math.sqrt(IMAGE_PIXELS_KEPT_MAX / (width * height))
  // Of what moves one picture is far smaller than that, or it would not have come so far.
  if (share >= 1 || isAnimated) return image
  const side = Math.floor(Math.max(width, height) * share)
  return image.resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true })
}

/** Packs as what it was. How well is a matter of looking: nobody sees the difference, and photos become no longer. */
function pack(image: Sharp, format: Format, head: Metadata): Sharp {
  switch (format) {
    case 'jpeg':
      return image.jpeg({ quality: 85, progressive: true })
    case 'png':
      // Few colours stay few: packed as millions they would take several times the space.
      return image.png({ compressionLevel: 8, palette: head.isPalette })
    case 'webp':
      return image.webp({ quality: 85, effort: 1 })
    case 'gif':
      return image.gif({ effort: 4 })
    case 'avif':
      return image.avif({ quality: 60, effort: 0 })
  }
}

/** A still, small picture of it; null when the image is one itself. */
async function makeThumbnail(
  job: InspectionJob,
  image: { width: number; height: number; bytes: number; isAnimated: boolean },
  path: string,
): Promise<number | null> {
  const isSmall = Math.max(image.width, image.height) <= THUMBNAIL_SIDE_MAX && image.bytes <= 64 * 1024
  if (isSmall && !image.isAnimated) return null
  const side = THUMBNAIL_SIDE_MAX
  const { size } = await open(job, false)
    .autoOrient()
    .resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true })
    .webp({ quality: 75, effort: 1 })
    .toFile(path)
  return size
}
