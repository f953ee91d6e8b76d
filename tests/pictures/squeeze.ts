import { readdir, readFile, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { FullConfig } from '@playwright/test'
import sharp from 'sharp'

/** Where the pictures are that were looked at. */
export const TAKEN = resolve(import.meta.dirname, 'taken')

/** Of a PNG, what its pixels are: the 26th byte is 3 where they are numbers of colours in a list. */
const hasPalette = (png: Buffer): boolean => png[25] === 3

/** How far a colour may be from what it was, of 255, and in how many pixels it may be further away. */
const OFF_MAX = 8
const PIXELS_OFF_MAX = 20

/**
 * After the pictures were taken: what is new is kept in as few bytes as 256 colours take, a third of what the browser writes.
 * Where that would be seen, as among many emoji, all colours stay.
 */
export default async function squeeze({ updateSnapshots }: FullConfig): Promise<void> {
  if (updateSnapshots === 'none') return
  for (const name of await readdir(TAKEN)) {
    const path = resolve(TAKEN, name)
    const png = await readFile(path)
    if (hasPalette(png)) continue
    const few = await sharp(png).png({ palette: true, quality: 100, effort: 10, dither: 0 }).toBuffer()
    const isTrue = (await pixelsOff(png, few)) <= PIXELS_OFF_MAX
    await writeFile(
      path,
      isTrue ? few : await sharp(png).removeAlpha().png({ compressionLevel: 9 }).toBuffer(),
    )
  }
}

async function pixelsOff(before: Buffer, after: Buffer): Promise<number> {
  const [a, b] = await Promise.all([before, after].map((png) => sharp(png).removeAlpha().raw().toBuffer()))
  if (!a || !b) return 0
  let count = 0
  for (let i = 0; i < a.length; i += 3)
    if ([0, 1, 2].some((c) => Math.abs((a[i + c] ?? 0) - (b[i + c] ?? 0)) > OFF_MAX)) count++
  return count
}
