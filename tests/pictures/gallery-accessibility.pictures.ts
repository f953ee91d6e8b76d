// Every part of the screen in every state, dialogs included, against the accessibility rules: once as it is, and once more for its
// colours in the dark.
import { AxeBuilder } from '@axe-core/playwright'
import { type Browser, type BrowserContextOptions, expect, test } from '@playwright/test'
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

/** One part takes a third of a second. What takes this long, in milliseconds, stands still. */
const PATIENCE_MS = 45_000

/** A window that is opened again when the browser stands still in it, which is told, and happens once in many thousand parts. */
class Inspection {
  readonly #browser: Browser
  readonly #options: BrowserContextOptions
  #gallery: GalleryPage | null = null

  constructor(browser: Browser, options: BrowserContextOptions) {
    this.#browser = browser
    this.#options = options
  }

  async list(): Promise<string[]> {
    return (await this.#opened()).list()
  }

  /** What breaks a rule in a part, in lines. */
  async of(name: string, rules: readonly string[]): Promise<string[]> {
    const first = await inTime(this.#look(name, rules))
    if (first) return first
    console.log(`${name} stood still and is looked at again.`)
    this.#gallery = null
    return (await inTime(this.#look(name, rules))) ?? [`${name}: stands still`]
  }

  async #opened(): Promise<GalleryPage> {
    this.#gallery ??= await GalleryPage.open(this.#browser, this.#options)
    return this.#gallery
  }

  async #look(name: string, rules: readonly string[]): Promise<string[]> {
    const gallery = await this.#opened()
    await gallery.show(name)
    // Otherwise a second page is opened for every part, and a page behind another may not be drawn any more.
    const axe = new AxeBuilder({ page: gallery.page }).setLegacyMode().disableRules(OF_PAGES)
    if (rules.length > 0) axe.withRules([...rules])
    const { violations } = await axe.analyze()
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(
        ({ target, failureSummary }) =>
          `${name}: ${id} at ${target.join(' ')}: ${failureSummary?.split('\n')[1]?.trim()}`,
      ),
    )
  }
}

/** Null when it takes longer than anything should. */
async function inTime<T>(work: Promise<T>): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), PATIENCE_MS)
  })
  // Nobody waits for what is late any more, nor for how it ends.
  work.catch(() => {})
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`every part keeps the accessibility rules, ${colorScheme}`, async ({ browser }) => {
    const inspection = new Inspection(browser, { colorScheme, viewport: { width: 1000, height: 900 } })
    const broken: string[] = []
    for (const name of await inspection.list())
      broken.push(...(await inspection.of(name, colorScheme === 'dark' ? ['color-contrast'] : [])))
    expect(broken).toEqual([])
  })
}
