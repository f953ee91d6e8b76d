import { readdir, readFile, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import sharp from 'sharp'

/** Where the pictures are that were looked at. */
export const TAKEN = resolve(import.meta.dirname, 'taken')

/** Of a PNG, what its pixels are: the 26th byte is 3 where they are numbers of colours in a list. */
const hasPalette = (png: Buffer): boolean => png[25] === 3

/**
 * After the pictures were taken: what is new is kept in as few bytes as 256 colours take, a third of what the browser writes.
 * What that changes is far below what the comparison would see.
 */
export default async function squeeze(): Promise<void> {
  for (const name of await readdir(TAKEN)) {
    const path = resolve(TAKEN, name)
    const png = await readFile(path)
    if (hasPalette(png)) continue
    await writeFile(
      path,
      await sharp(png).png({ palette: true, quality: 100, effort: 10, dither: 0 }).toBuffer(),
    )
  }
}
