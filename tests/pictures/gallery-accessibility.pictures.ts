// Every part of the screen in every state, dialogs included, against the accessibility rules: once as it is, and once more for its
// colours in the dark.
import { AxeBuilder } from '@axe-core/playwright'
import { expect, test } from '@playwright/test'
import { GalleryPage } from './gallery-page.ts'

/** Rules about a whole page. A part that stands alone has no landmarks around it and no heading above its own. */
const OF_PAGES = [
  'region',
  'page-has-heading-one',
  'heading-order',
  'landmark-one-main',
  'landmark-unique',
  'landmark-no-duplicate-main',
  'landmark-main-is-top-level',
  'landmark-complementary-is-top-level',
  'html-has-lang',
]

for (const colorScheme of ['light', 'dark'] as const) {
  test(`every part keeps the accessibility rules, ${colorScheme}`, async ({ browser }) => {
    const gallery = await GalleryPage.open(browser, { colorScheme, viewport: { width: 1000, height: 900 } })
    const broken: string[] = []
    for (const name of await gallery.list()) {
      await gallery.show(name)
      const axe = new AxeBuilder({ page: gallery.page }).disableRules(OF_PAGES)
      const { violations } = await (colorScheme === 'dark'
        ? axe.withRules(['color-contrast'])
        : axe
      ).analyze()
      for (const { id, nodes } of violations)
        for (const { target, failureSummary } of nodes)
          broken.push(`${name}: ${id} at ${target.join(' ')}: ${failureSummary?.split('\n')[1]?.trim()}`)
    }
    expect(broken).toEqual([])
  })
}
