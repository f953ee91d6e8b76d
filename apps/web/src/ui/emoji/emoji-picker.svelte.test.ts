import '../../styles/tokens.css'
import '../../styles/reset.css'
import '../../styles/base.css'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import type { Language } from '../../words/language.ts'
import { setSpeech } from '../../words/locale.svelte.ts'
import EmojiPopover from './EmojiPopover.svelte'
import { emojiTone, recentEmoji } from './emoji-habits.ts'

beforeEach(() => localStorage.clear())

async function open(language: Language = 'en') {
  setSpeech({ language, locale: language })
  onTestFinished(() => setSpeech({ language: 'en', locale: 'en-GB' }))
  const anchor = document.createElement('button')
  document.body.append(anchor)
  const picked: string[] = []
  let closings = 0
  const { unmount } = await render(EmojiPopover, {
    props: {
      anchor,
      onpick: (char: string) => picked.push(char),
      onclose: () => closings++,
    },
  })
  await expect.element(page.getByRole('grid', { name: 'Emoji' })).toBeInTheDocument()
  return { picked, closings: () => closings, unmount }
}

const search = () => page.getByRole('combobox', { name: 'Search emoji' })
const cell = (name: string) => page.getByRole('gridcell', { name, exact: true })

test('one types, sees what is found and takes the first with Enter', async () => {
  const { picked, closings } = await open()
  await expect.element(search()).toHaveFocus()

  await userEvent.keyboard('party po')
  await expect.element(cell('party popper')).toHaveAttribute('aria-selected', 'true')
  await userEvent.keyboard('{Enter}')

  expect(picked).toEqual(['🎉'])
  await expect.poll(closings).toBe(1)
  expect(recentEmoji()).toEqual(['🎉'])
})

test('arrows go through the grid, and up from its first line back to the search', async () => {
  const { picked } = await open()

  await expect.element(search()).toHaveFocus()
  const active = () => search().element().getAttribute('aria-activedescendant')

  await userEvent.keyboard('{ArrowDown}{ArrowRight}{ArrowRight}')
  await expect.poll(() => document.getElementById(active() ?? '')?.textContent).toBe('😄')
  await userEvent.keyboard('{ArrowUp}')
  await expect.poll(active).toBeNull()

  // Far down: the line is drawn when one gets there.
  await userEvent.keyboard('{PageDown}{PageDown}{PageDown}{PageDown}{PageDown}{ArrowDown}{Enter}')
  expect(picked).toHaveLength(1)
})

test('of 1,898 emoji only those in sight are drawn', async () => {
  await open()
  expect(document.querySelectorAll('[role=gridcell]').length).toBeLessThan(200)

  await page.getByRole('button', { name: 'Flags' }).click()

  await expect.element(page.getByText('Flags', { exact: true })).toBeInTheDocument()
  await expect.element(page.getByRole('button', { name: 'Flags' })).toHaveClass('here')
  expect(document.querySelectorAll('[role=gridcell]').length).toBeLessThan(200)
})

test('a skin tone is kept, and what was picked is at hand the next time', async () => {
  const { picked, unmount } = await open()
  await page.getByRole('button', { name: 'Skin tone: Yellow' }).click()
  await page.getByRole('button', { name: 'Medium', exact: true }).click()
  await search().fill('thumbs up')
  await cell('thumbs up').click()

  expect(picked).toEqual(['👍🏽'])
  expect(emojiTone()).toBe(3)
  await unmount()
  await open()
  await expect.element(page.getByText('Used lately')).toBeInTheDocument()
  await expect.element(cell('thumbs up').first()).toHaveTextContent('👍🏽')
})

test('with Shift it stays open for another one', async () => {
  const { picked, closings } = await open()
  await search().fill('red heart')
  await userEvent.keyboard('{Shift>}{Enter}{Enter}{/Shift}')

  expect(picked).toEqual(['❤️', '❤️'])
  expect(closings()).toBe(0)
  await userEvent.keyboard('{Escape}')
  await expect.poll(closings).toBe(1)
})

test('they are called as the reader calls them; who has no names for them reads English', async () => {
  const { unmount } = await open('de')
  await search().fill('konfetti')
  await expect.element(cell('Konfettibombe')).toBeInTheDocument()
  await unmount()

  await open('ar')
  await search().fill('party popper')
  await expect.element(cell('party popper')).toBeInTheDocument()
})
