import '../styles/tokens.css'
import '../styles/reset.css'
import '../styles/base.css'
import { beforeEach, expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import App from '../App.svelte'
import { enterHabit } from '../composer/enter-habit.svelte.ts'
import { FakeClient } from '../gallery/fake-client.ts'
import { Installation } from '../install/installation.svelte.ts'
import { KnownRooms } from '../lobby/known-rooms.svelte.ts'
import { FakeRoom } from '../room/testing/fake-room.ts'
import { route } from '../route.svelte.ts'
import { type Place, type ShortcutName, shortcuts } from '../shortcuts/shortcuts.ts'
import { MemoryAppStorage } from '../storage/memory-app-storage.ts'
import { pictureIn } from '../timeline/row/files/testing/media.ts'

/** A busy machine takes its time to fetch what is loaded when it is first used. */
const SOON = { timeout: 15_000 }

beforeEach(() => {
  localStorage.clear()
  enterHabit.entersPost = true
})

/** Ana is in the kitchen with Bo, and everything that hears keys is there. */
async function inKitchen(): Promise<FakeRoom> {
  await page.viewport(1200, 700)
  await import('../composer/aids.ts')
  const room = new FakeRoom({ startedAt: Date.now() - 90_000_000 })
  room.joins('Bo')
  room.remembers(30)
  room.says('Bo', 'soup')
  room.says('Ana', 'stew')
  const storage = new MemoryAppStorage()
  const knownRooms = new KnownRooms(storage)
  const { view, roomId } = room
  if (!view.room || !view.me) throw new Error('A fake room has both.')
  const known = { roomId, code: view.room.code, title: '', memberId: view.me.memberId, name: 'Ana' }
  await knownRooms.save({ ...known, lastReadSequence: 2, lastOpenedAt: 1 })
  const client = new FakeClient()
  client.nextRoom = { ok: true, value: room }
  route.go({ name: 'room', code: view.room.code })
  await render(App, { client, storage, knownRooms, installation: new Installation() })
  await expect.element(log().getByText('stew')).toBeVisible()
  await box().click()
  // The list of messages and the page hear keys a moment later.
  await expect.poll(() => press('PageUp', document.body), SOON).toBe(true)
  await expect.poll(() => press('/', document.body, { ctrlKey: true }), SOON).toBe(true)
  await expect.element(page.getByRole('dialog')).toBeVisible()
  await userEvent.keyboard('{Escape}')
  await expect.element(page.getByRole('dialog')).not.toBeInTheDocument()
  await userEvent.keyboard('{Escape}')
  await box().click()
  return room
}

const box = () => page.getByRole('textbox', { name: 'Message', exact: true })
const log = () => page.getByRole('log')
const option = (name: RegExp) => page.getByRole('option', { name })
const focused = () => document.activeElement?.textContent ?? ''

/** Whether somebody took the key. */
function press(key: string, at: EventTarget, held: KeyboardEventInit = {}): boolean {
  return !at.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...held }))
}

async function onMessage(text: string) {
  ;(log().element() as HTMLElement).focus()
  await expect
    .poll(async () => {
      await userEvent.keyboard('{ArrowUp}')
      return focused()
    }, SOON)
    .toContain(text)
}

async function searching(room: FakeRoom) {
  await userEvent.keyboard('{Control>}k{/Control}')
  const field = page.getByRole('searchbox')
  await expect.element(field, SOON).toHaveFocus()
  await field.fill('message 1')
  await expect.poll(() => document.querySelectorAll('search li').length, SOON).toBeGreaterThan(1)
  return { field, room }
}

async function editing() {
  await box().click()
  await userEvent.keyboard('{ArrowUp}')
  const field = page.getByRole('textbox', { name: 'Edit the message' })
  await expect.element(field, SOON).toHaveFocus()
  return field
}

/** A picture is looked at, with another one before it. */
async function viewing(room: FakeRoom) {
  for (const width of [300, 310]) room.says('Bo', '', { files: [await pictureIn(room, width, 200)] })
  await page.getByRole('button', { name: 'Open picture 310x200.png' }).click(SOON)
  await expect.element(viewer('310x200'), SOON).toBeVisible()
  await expect.poll(pictureWidth, SOON).toBe(310)
}

const viewer = (size: string) => page.getByRole('dialog', { name: `picture ${size}.png` })
const pictureWidth = () =>
  Math.round(document.querySelector('dialog img')?.getBoundingClientRect().width ?? 0)

type Proofs = {
  [At in Place]: Record<
    Extract<ReturnType<typeof shortcuts>[At][number]['does'], ShortcutName>,
    (room: FakeRoom) => Promise<void>
  >
}

/** What shows that each key of the sheet does what is said of it. The compiler asks for one of each. */
const PROOFS: Proofs = {
  anywhere: {
    search: async () => {
      await userEvent.keyboard('{Control>}k{/Control}')
      await expect.element(page.getByRole('searchbox'), SOON).toHaveFocus()
    },
    scroll: async () => {
      const end = log().element().scrollTop
      await userEvent.keyboard('{PageUp}')
      await expect.poll(() => log().element().scrollTop).toBeLessThan(end)
      const above = log().element().scrollTop
      await userEvent.keyboard('{PageDown}')
      await expect.poll(() => log().element().scrollTop).toBeGreaterThan(above)
    },
    leaveOff: async () => {
      await onMessage('soup')
      await userEvent.keyboard('r')
      await expect.element(page.getByText('Replying to Bo'), SOON).toBeVisible()
      await userEvent.keyboard('{PageUp}{Escape}')
      await expect.element(page.getByText('Replying to Bo')).not.toBeInTheDocument()
      await userEvent.keyboard('{Escape}')
      await expect.element(log().getByText('stew')).toBeInViewport()
    },
    showKeys: async () => {
      ;(log().element() as HTMLElement).focus()
      await userEvent.keyboard('?')
      await expect.element(page.getByRole('dialog', { name: 'Keyboard shortcuts' }), SOON).toBeVisible()
      await expect.element(box()).toHaveValue('')
    },
  },
  writing: {
    send: async (room) => {
      await userEvent.keyboard('one{Enter}two{Control>}{Enter}{/Control}')
      await expect.poll(() => room.asked).toContain('post two')
      expect(room.asked).toContain('post one')
    },
    newLine: async () => {
      await userEvent.keyboard('one{Shift>}{Enter}{/Shift}two')
      await expect.element(box()).toHaveValue('one\ntwo')
    },
    editLast: async () => {
      await expect.element(await editing()).toHaveValue('stew')
    },
    recall: async () => {
      await userEvent.keyboard('{Alt>}{ArrowUp}{/Alt}')
      await expect.element(box()).toHaveValue('stew')
    },
    mention: async () => {
      await userEvent.keyboard('@b')
      await expect.element(option(/^Bo/), SOON).toBeVisible()
    },
    emoji: async () => {
      await userEvent.keyboard(':heart')
      await expect.element(option(/heart/).first(), SOON).toBeVisible()
    },
    room: async () => {
      await userEvent.keyboard('#k7')
      await expect.element(option(/k7m/i), SOON).toBeVisible()
    },
    complete: async () => {
      for (const key of ['{Enter}', '{Tab}']) {
        await userEvent.keyboard('@b')
        await expect.element(option(/^Bo/), SOON).toBeVisible()
        await userEvent.keyboard(key)
      }
      await expect.element(box()).toHaveValue('@Bo @Bo ')
    },
    wrap: async () => {
      for (const [sign] of shortcuts(enterHabit).writing.find(({ does }) => does === 'wrap')?.chords ?? []) {
        await box().fill('soup')
        ;(box().element() as HTMLTextAreaElement).select()
        await userEvent.keyboard(sign ?? '')
        await expect.element(box()).toHaveValue(`${sign}soup${sign}`)
      }
    },
  },
  messages: {
    walk: async () => {
      await onMessage('soup')
      await userEvent.keyboard('{ArrowDown}')
      expect(focused()).toContain('stew')
      await userEvent.keyboard('{ArrowDown}')
      await expect.element(box()).toHaveFocus()
    },
    menu: async () => {
      await onMessage('soup')
      await userEvent.keyboard('{Enter}')
      await expect.element(page.getByRole('menu'), SOON).toBeVisible()
    },
    reply: async () => {
      await onMessage('soup')
      await userEvent.keyboard('r')
      await expect.element(page.getByText('Replying to Bo'), SOON).toBeVisible()
    },
    edit: async () => {
      await onMessage('stew')
      await userEvent.keyboard('e')
      await expect.element(page.getByRole('textbox', { name: 'Edit the message' }), SOON).toHaveFocus()
    },
  },
  editing: {
    save: async (room) => {
      await (await editing()).fill('stew at two')
      await userEvent.keyboard('{Enter}')
      await expect.poll(() => room.asked).toContain('edit stew at two')
    },
    cancel: async (room) => {
      await (await editing()).fill('stew at two')
      await userEvent.keyboard('{Escape}')
      await expect.element(log().getByText('stew', { exact: true })).toBeVisible()
      expect(room.asked.filter((asked) => asked.startsWith('edit'))).toEqual([])
    },
  },
  searching: {
    choose: async (room) => {
      const { field } = await searching(room)
      await userEvent.keyboard('{ArrowDown}')
      expect(focused()).toContain('message 1')
      await userEvent.keyboard('{ArrowUp}')
      await expect.element(field).toHaveFocus()
    },
    goThere: async (room) => {
      await searching(room)
      await userEvent.keyboard('{Enter}')
      await expect.poll(() => document.querySelector('li.shown')?.textContent, SOON).toContain('message 1')
    },
  },
  viewing: {
    turn: async (room) => {
      await viewing(room)
      await userEvent.keyboard('{ArrowLeft}')
      await expect.element(viewer('300x200')).toBeVisible()
      await userEvent.keyboard('{ArrowRight}')
      await expect.element(viewer('310x200')).toBeVisible()
    },
    zoom: async (room) => {
      await viewing(room)
      await userEvent.keyboard('+')
      await expect.poll(pictureWidth).toBe(465)
      await userEvent.keyboard('-')
      await expect.poll(pictureWidth).toBe(310)
    },
    fit: async (room) => {
      await viewing(room)
      await userEvent.keyboard('++0')
      await expect.poll(pictureWidth).toBe(310)
    },
  },
}

const all = Object.entries(PROOFS).flatMap(([place, proofs]) =>
  Object.entries(proofs).map(([does, proof]) => ({ place, does, proof })),
)

test.each(all)('$place: $does', async ({ proof }) => {
  await proof(await inKitchen())
})

test('the sheet lists every key, as this keyboard and this browser have it', async () => {
  await inKitchen()
  await page.getByRole('button', { name: 'Keyboard shortcuts' }).click()
  const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
  await expect.element(sheet, SOON).toBeVisible()
  const lines = () => sheet.element().querySelectorAll('dt').length
  expect(lines()).toBe(Object.values(shortcuts(enterHabit)).flat().length)
  const line = (does: string) =>
    [...sheet.element().querySelectorAll('dl > div')].find((one) => one.textContent?.includes(does))
  expect(line('New line')?.querySelector('dd')?.textContent?.trim()).toBe('ShiftEnter')
})
