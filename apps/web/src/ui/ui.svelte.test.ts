import '../styles/tokens.css'
import '../styles/reset.css'
import '../styles/base.css'
import { createRawSnippet } from 'svelte'
import { expect, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import Button from './Button.svelte'
import Dialog from './Dialog.svelte'
import TextField from './TextField.svelte'

const words = (text: string) => createRawSnippet(() => ({ render: () => `<span>${text}</span>` }))

test('a busy button keeps its name and takes no second press', async () => {
  const pressed = vi.fn()
  const { rerender } = await render(Button, { children: words('Join a room'), onclick: pressed })
  const button = page.getByRole('button', { name: 'Join a room' })
  await button.click()
  expect(pressed).toHaveBeenCalledTimes(1)

  await rerender({ isBusy: true })
  await expect.element(button).toHaveAttribute('aria-busy', 'true')
  button.element().dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }))
  expect(pressed).toHaveBeenCalledTimes(1)
})

test('a field is described by its hint, and by its error once there is one', async () => {
  const { rerender } = await render(TextField, { label: 'Room code', value: '', hint: 'Or paste the link.' })
  const field = page.getByLabelText('Room code')
  await expect.element(field).toHaveAccessibleDescription('Or paste the link.')
  await expect.element(field).not.toHaveAttribute('aria-invalid')

  await rerender({ error: 'There is no such room.' })
  await expect.element(field).toHaveAccessibleDescription('There is no such room.')
  await expect.element(field).toHaveAttribute('aria-invalid', 'true')
})

test('a dialog is named by its title, and Esc closes it', async () => {
  const closed = vi.fn()
  await render(Dialog, { open: true, title: 'Invite people', children: words('k7m'), onclose: closed })
  const dialog = page.getByRole('dialog', { name: 'Invite people' })
  await expect.element(dialog).toBeVisible()
  await userEvent.keyboard('{Escape}')
  await expect.element(dialog).not.toBeInTheDocument()
  expect(closed).toHaveBeenCalledTimes(1)
})

test('the back button closes a dialog before it leaves the page', async () => {
  const closed = vi.fn()
  await expect.poll(() => history.state?.layers).toBeUndefined()
  const { rerender } = await render(Dialog, {
    open: true,
    title: 'Who is here',
    children: words('Ana'),
    onclose: closed,
  })
  await expect.element(page.getByRole('dialog')).toBeVisible()
  await expect.poll(() => history.state?.layers).toBe(1)

  history.back()
  await expect.element(page.getByRole('dialog')).not.toBeInTheDocument()
  expect(closed).toHaveBeenCalledTimes(1)

  await rerender({ open: true })
  await userEvent.keyboard('{Escape}')
  await expect.element(page.getByRole('dialog')).not.toBeInTheDocument()
  // Its step is taken back too: the next press on back goes where one came from.
  await expect.poll(() => history.state?.layers).toBeUndefined()
})

test('controls are as large as a finger', async () => {
  await render(Button, { children: words('Enter') })
  expect(page.getByRole('button').element().getBoundingClientRect().height).toBeGreaterThanOrEqual(44)
})
