import type { FileRecord } from '@confab/protocol'

/**
 * What stands in a row for some of its files. Its size is known from the record alone, so that nothing moves when the pictures come: `width` in
 * pixels, less where the window is narrower; `ratio` of width to height, null where the height does not depend on it.
 */
export type FileBlock = {
  kind: 'pictures' | 'video' | 'audio' | 'paper'
  files: readonly FileRecord[]
  width: number
  ratio: number | null
}

/** Pictures and films stand in so much at most, in pixels. */
const WIDTH_MAX = 420
const HEIGHT_MAX = 320

/** What is smaller is hard to press, in pixels. */
const WIDTH_MIN = 60

/** The shapes of two pictures side by side, of three, and of four or more. */
const SHAPES = [2, 3 / 2, 4 / 3]

/** What stands in the row: all pictures together, then the others, each in a block of its own. */
export function blocksOf(files: readonly FileRecord[]): FileBlock[] {
  const pictures = files.filter(isPicture)
  const [first] = pictures
  const blocks: FileBlock[] = []
  if (first && pictures.length === 1) blocks.push(framed('pictures', first, WIDTH_MIN, first.width ?? 1))
  else if (first) {
    const width = 2 * Math.max(WIDTH_MIN, ...pictures.map((picture) => picture.width ?? 0))
    const ratio = SHAPES[Math.min(pictures.length, 4) - 2] ?? 1
    blocks.push({ kind: 'pictures', files: pictures, width: Math.min(WIDTH_MAX, width), ratio })
  }
  for (const file of files) {
    if (isPicture(file)) continue
    const [kind] = file.mediaType.split('/')
    if (kind === 'video') blocks.push(framed('video', file, 200, WIDTH_MAX))
    else blocks.push({ kind: kind === 'audio' ? 'audio' : 'paper', files: [file], width: 360, ratio: null })
  }
  return blocks
}

/** One that is seen by itself keeps its shape, unless it is a mere strip. */
function framed(kind: FileBlock['kind'], file: FileRecord, widthMin: number, widthOwn: number): FileBlock {
  const { width = 16, height = 9 } = file
  const ratio = Math.min(2.5, Math.max(0.5, width / height))
  const fitting = Math.min(WIDTH_MAX, HEIGHT_MAX * ratio, widthOwn)
  return { kind, files: [file], width: Math.round(Math.max(widthMin, fitting)), ratio }
}

/** A picture that is shown as one: what room it takes is known. */
export function isPicture({ mediaType, width, height }: FileRecord): boolean {
  return mediaType.startsWith('image/') && width !== undefined && height !== undefined
}
