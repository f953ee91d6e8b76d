import type { Locator } from '@playwright/test'
import { expect, type Person, test } from './support.ts'

test('from the start page to a sent message and back, without a mouse and never lost', {
  tag: '@alone',
}, async ({ invite }) => {
  const bo = await invite('Bo')
  const code = await bo.createRoom()
  const ana = await invite('Ana')
  const { page } = ana
  await page.goto('/')
  await expect(page.getByLabel('Name', { exact: true })).toBeFocused()
  await expectFocusSeen(ana)
  await page.keyboard.type('Ana')
  await tabTo(ana, page.getByLabel('Room code'))
  await page.keyboard.type(code)
  await tabTo(ana, page.getByRole('button', { name: 'Join a room' }))
  await page.keyboard.press('Enter')
  await expect(ana.box).toBeFocused()
  await expectFocusSeen(ana)
  await page.keyboard.type('Look, no hands')
  await page.keyboard.press('Shift+Enter')
  await page.keyboard.type('nor a mouse')
  await page.keyboard.press('Enter')
  await bo.sees('Look, no hands\nnor a mouse')
  await expect(ana.box).toBeFocused()

  await tabTo(ana, page.getByRole('log'), 'Shift+Tab')
  // Whatever is typed is meant for the message box.
  await page.keyboard.type('typed elsewhere')
  await expect(ana.box).toHaveValue('typed elsewhere')
  await page.keyboard.press('Enter')
  await bo.sees('typed elsewhere')

  await tabTo(ana, page.getByRole('button', { name: 'Share' }), 'Shift+Tab')
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Invite people' })
  await expect(dialog).toBeVisible()
  await tabTo(ana, dialog.getByRole('button', { name: 'Copy link' }))
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  await expect(page.getByRole('button', { name: 'Share' })).toBeFocused()

  await tabTo(ana, page.getByRole('button', { name: 'Another room' }), 'Shift+Tab')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'Your rooms' })).toBeVisible()
  await tabTo(ana, page.getByRole('link', { name: new RegExp(code) }))
  await page.keyboard.press('Enter')
  await expect(ana.box).toBeFocused()
  await page.goBack()
  await expect(page.getByRole('heading', { name: 'Your rooms' })).toBeVisible()
})

/** Presses Tab until something has the focus; whatever had it on the way showed so. */
async function tabTo(person: Person, wanted: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  for (let presses = 0; presses < 30; presses++) {
    await person.page.keyboard.press(key)
    await expectFocusSeen(person)
    if (await wanted.evaluate((element) => element === document.activeElement)) return
  }
  throw new Error(`${wanted} is not reached with ${key}.`)
}

async function expectFocusSeen({ page }: Person): Promise<void> {
  const unseen = await page.evaluate(() => {
    const focused = document.activeElement
    if (!focused || focused === document.body) return null
    // A box may show its focus on the frame around it.
    for (let element: Element | null = focused, steps = 0; element && steps < 3; steps++) {
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element)
      const hasOutline = outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1
      if (hasOutline || (boxShadow !== 'none' && element.matches(':focus, :focus-within'))) return null
      element = element.parentElement
    }
    return focused.outerHTML.slice(0, 200)
  })
  expect(unseen, 'what has the focus without showing it').toBeNull()
}
