// Every part of the screen in every state, compared with the picture of it in taken/. A change that is meant to be seen is
// taken anew with `pnpm pictures`, looked at, and lands with its pictures.
import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { GalleryPage } from './gallery-page.ts'
import { TAKEN } from './squeeze.ts'

const NARROW = { width: 360, height: 720 }
const WIDE = { width: 1440, height: 900 }
const LOOKS = [
  { look: 'light-narrow', colorScheme: 'light', viewport: NARROW },
  { look: 'light-wide', colorScheme: 'light', viewport: WIDE },
  { look: 'dark-narrow', colorScheme: 'dark', viewport: NARROW },
  { look: 'dark-wide', colorScheme: 'dark', viewport: WIDE },
] as const

/** What the browser draws in its own time: its players of sound and film. To be looked at in the gallery only. */
const UNSTEADY = new Set(['played-files'])

type Tolerance = { threshold: number; maxDiffPixels?: number; maxDiffPixelRatio?: number }

/**
 * How much two pictures of the same may differ. A shift by a pixel or two, or another colour, is far more, which the last
 * test sees to.
 */
const TOLERANCE: Tolerance = { threshold: 0.04, maxDiffPixels: 40 }

/** And where the browser draws letters otherwise than that of the pictures: what is somewhere else, missing or of another colour is seen. */
const LOOSE_TOLERANCE: Tolerance = { threshold: 0.2, maxDiffPixelRatio: 0.03 }

const isTaking = () => test.info().config.updateSnapshots !== 'none'

/** How closely this browser can be held to the pictures. */
async function toleranceHere(gallery: GalleryPage, look: string): Promise<Tolerance> {
  await gallery.show('letters')
  const letters = gallery.page.locator('[data-letters]')
  try {
    await expect(letters).toHaveScreenshot([`drawn-letters.${look}.png`], TOLERANCE)
    return TOLERANCE
  } catch {
    console.log(
      `This browser draws letters otherwise than that of the pictures: ${look} is compared loosely.`,
    )
    return LOOSE_TOLERANCE
  }
}

/** The section, or all of the window where a dialog or a screen fills it. */
async function compare({ page }: GalleryPage, picture: string, tolerance: Tolerance): Promise<void> {
  const section = page.locator('[data-section]')
  if ((await section.count()) > 0) await expect(section).toHaveScreenshot([picture], tolerance)
  else await expect(page).toHaveScreenshot([picture], tolerance)
}

/** Shows it and compares it; answers what is wrong, or null. */
async function lookAt(
  gallery: GalleryPage,
  name: string,
  picture: string,
  tolerance: Tolerance,
): Promise<string | null> {
  await gallery.show(name)
  try {
    await compare(gallery, picture, tolerance)
    return null
  } catch (error) {
    return complaint(error)
  }
}

/** On a busy machine something may have been drawn too late. What is really otherwise is so at a second look too, and the first is told of. */
async function lookAgain(...what: Parameters<typeof lookAt>): Promise<string | null> {
  const [gallery, , picture] = what
  await gallery.show('letters')
  const said = await lookAt(...what)
  if (!said) console.log(`${picture} was as it should be only at a second look.`)
  return said
}

/** What is wrong with a picture, in a line. */
function complaint(error: unknown): string {
  const text = String(error)
  return /\d+ pixels[^\n]*|Expected an image[^\n]*|snapshot doesn't exist/.exec(text)?.[0] ?? text
}

for (const { look, colorScheme, viewport } of LOOKS) {
  test(`the gallery looks as it did, ${look}`, async ({ browser }) => {
    const gallery = await GalleryPage.open(browser, { colorScheme, viewport })
    const taken = new Set(readdirSync(TAKEN).filter((name) => name.endsWith(`.${look}.png`)))
    const changed: string[] = []
    const names = (await gallery.list()).filter((name) => !UNSTEADY.has(name))
    const tolerance = await toleranceHere(gallery, look)
    taken.delete(`drawn-letters.${look}.png`)
    for (const name of names) {
      const picture = `${name.replace('/', '-')}.${look}.png`
      taken.delete(picture)
      const said =
        (await lookAt(gallery, name, picture, tolerance)) &&
        (await lookAgain(gallery, name, picture, tolerance))
      if (said) changed.push(`${picture}: ${said}`)
    }
    for (const picture of taken) {
      if (isTaking()) rmSync(join(TAKEN, picture))
      else changed.push(`${picture}: nothing in the gallery is called that`)
    }
    expect(
      changed,
      'The pictures in tests/pictures/taken are of something else. What is seen now lies in tests/test-results/pictures; if it is meant, `pnpm pictures` takes it.',
    ).toEqual([])
  })
}

test('what a person would see is seen', async ({ browser }) => {
  test.skip(isTaking(), 'Nothing is taken of what is wrong.')
  const gallery = await GalleryPage.open(browser, { colorScheme: 'light', viewport: WIDE })
  const picture = 'buttons.light-wide.png'
  const tolerance = await toleranceHere(gallery, 'light-wide')
  await gallery.show('buttons')
  await compare(gallery, picture, tolerance)
  const sabotages = [
    'button { display: none !important }',
    ':root { --accent: oklch(0.6 0.2 30) }',
    ...(tolerance === TOLERANCE
      ? [
          'button { translate: 2px 0 }',
          'button { padding-inline: 18px !important }',
          ':root { --accent: oklch(0.51 0.09 172) }',
          'figcaption { font-weight: 500 }',
        ]
      : []),
  ]
  for (const style of sabotages) {
    const sabotage = await gallery.page.addStyleTag({ content: style })
    await expect(gallery.page.locator('[data-section]'), style).not.toHaveScreenshot([picture], tolerance)
    await sabotage.evaluate((element) => element.parentNode?.removeChild(element))
  }
})
