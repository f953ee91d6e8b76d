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

/**
 * How much two pictures of the same may differ: browsers of different builds round the edges of letters differently. A shift by
 * a pixel or two, or another colour, is far more, which the last test sees to.
 */
const TOLERANCE = { threshold: 0.04, maxDiffPixels: 40 }

const isTaking = () => test.info().config.updateSnapshots !== 'none'

/** The section, or all of the window where a dialog or a screen fills it. */
async function compare({ page }: GalleryPage, picture: string): Promise<void> {
  const section = page.locator('[data-section]')
  if ((await section.count()) > 0) await expect(section).toHaveScreenshot([picture], TOLERANCE)
  else await expect(page).toHaveScreenshot([picture], TOLERANCE)
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
    for (const name of await gallery.list()) {
      const picture = `${name.replace('/', '-')}.${look}.png`
      taken.delete(picture)
      await gallery.show(name)
      try {
        await compare(gallery, picture)
      } catch (error) {
        changed.push(`${picture}: ${complaint(error)}`)
      }
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
  await gallery.show('buttons')
  await compare(gallery, picture)
  for (const style of [
    'button { translate: 2px 0 }',
    'button { padding-inline: 18px !important }',
    ':root { --accent: oklch(0.51 0.09 172) }',
    'figcaption { font-weight: 500 }',
  ]) {
    const sabotage = await gallery.page.addStyleTag({ content: style })
    await expect(gallery.page.locator('[data-section]'), style).not.toHaveScreenshot([picture], TOLERANCE)
    await sabotage.evaluate((element) => element.parentNode?.removeChild(element))
  }
})
