import type { Page } from '@playwright/test'
import { expect, expectAccessible, test } from './support.ts'

/** What the app calls things, as far as somebody needs it to come in and talk. */
const LANGUAGES = [
  {
    locale: 'ja',
    dir: 'ltr',
    name: '名前',
    create: 'ルームを作成',
    enter: '入る',
    message: 'メッセージ',
    share: '共有',
    typing: 'Boが入力中',
    joined: 'Boが参加しました',
  },
  {
    locale: 'ar',
    dir: 'rtl',
    name: 'الاسم',
    create: 'إنشاء غرفة',
    enter: 'دخول',
    message: 'رسالة',
    share: 'مشاركة',
    typing: 'يكتب الآن',
    joined: 'انضم Bo',
  },
] as const

/** What is the same in every language, and what people said. */
const NOT_OURS = /Confab|Ana|Bo|Hello\. I write in English\.|QR|Cookie/g

for (const { locale, dir, ...words } of LANGUAGES) {
  test(`the whole of it speaks ${locale}, and people talk`, { tag: '@alone' }, async ({ invite }) => {
    const ana = await invite('Ana', { locale, reducedMotion: 'reduce' })
    const { page } = ana
    const keeps = async (screen: string) => {
      await test.step(screen, async () => {
        await expectAccessible(page)
        expect(await foreignTexts(page), 'texts in another language').toEqual([])
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
        expect(overflow, 'pixels wider than the screen').toBeLessThanOrEqual(0)
      })
    }
    await page.goto('/')
    await page.getByRole('button', { name: words.create }).click()
    await expect(page.getByLabel(words.name, { exact: true })).toBeFocused()
    await expect(page.locator('html')).toHaveAttribute('dir', dir)
    await expect(page.locator('html')).toHaveAttribute('lang', locale)
    await keeps('start page with an error')
    await page.getByLabel(words.name, { exact: true }).fill('Ana')
    await page.getByRole('button', { name: words.create }).click()
    const box = page.getByRole('textbox', { name: words.message })
    await expect(box).toBeVisible()
    await keeps('empty room')

    const bo = await invite('Bo', { locale, viewport: { width: 360, height: 740 } })
    await bo.page.goto(page.url())
    await bo.page.getByLabel(words.name, { exact: true }).fill('Bo')
    await bo.page.getByRole('button', { name: words.enter, exact: true }).click()
    const boBox = bo.page.getByRole('textbox', { name: words.message })
    await boBox.fill('Hello. I write in English.')
    await boBox.press('Enter')
    await ana.sees('Hello. I write in English.')
    await expect(ana.systemLine(words.joined)).toBeVisible()
    await boBox.pressSequentially('Bo')
    await expect(page.getByText(words.typing)).toBeVisible()
    await keeps('room')
    const beginning = await page
      .getByRole('article')
      .first()
      .evaluate((row) => {
        const body = row.querySelector('.body')?.getBoundingClientRect()
        const author = row.querySelector('bdi')?.getBoundingClientRect()
        if (!body || !author) return Number.NaN
        return getComputedStyle(row).direction === 'rtl' ? body.right - author.right : body.left - author.left
      })
    expect(Math.abs(beginning), 'pixels between where a name and its message begin').toBeLessThanOrEqual(1)

    await page.getByRole('button', { name: words.share, exact: true }).click()
    await expect(page.getByRole('dialog').getByRole('img')).toBeVisible()
    await keeps('share dialog')
  })
}

test('another language is chosen, spoken at once, and kept', { tag: '@alone' }, async ({ invite }) => {
  const { page } = await invite('Ana')
  await page.goto('/')
  await page.getByLabel('Name', { exact: true }).fill('Ana')
  await page.getByLabel('Language').selectOption('Deutsch')
  await expect(page.getByRole('button', { name: 'Raum betreten' })).toBeVisible()
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Ana')
  await expect(page.locator('html')).toHaveAttribute('lang', 'de')

  await page.reload()
  await expect(page.getByRole('button', { name: 'Raum betreten' })).toBeVisible()
  await page.getByLabel('Sprache').selectOption('English')
  await expect(page.getByRole('button', { name: 'Join a room' })).toBeVisible()
})

/** What stands on the page, or is said of it, in Latin letters: neither Japanese nor Arabic writes its own words in them. */
async function foreignTexts(page: Page): Promise<string[]> {
  const texts = await page.evaluate(() => {
    const found = [document.title]
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT)
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (node instanceof Element) {
        for (const name of [
          'aria-label',
          'title',
          'placeholder',
          'alt',
          'aria-description',
          'aria-roledescription',
        ])
          found.push(node.getAttribute(name) ?? '')
        continue
      }
      const parent = node.parentElement
      // Each language is offered under its own name.
      if (parent && !parent.closest('script, style, noscript, option')) found.push(node.textContent ?? '')
    }
    return found
  })
  const codes = /\b[0-9a-z]{3}-[0-9a-z]{4}-[0-9a-z]{3}\b/g
  return texts.filter((text) => /[a-z]{3}/i.test(text.replace(codes, '').replace(NOT_OURS, '')))
}
