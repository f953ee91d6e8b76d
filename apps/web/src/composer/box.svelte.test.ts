import { expect, test } from 'vitest'
import { MessageBox } from './box.svelte.ts'

test('what helps comes a moment later, and helps with what was begun before it', async () => {
  const box = new MessageBox(
    () => {},
    () => 8_000,
  )
  box.field = document.createElement('textarea')
  box.field.value = 'soup, @a'
  box.changed()
  expect(box.completing).toBeNull()

  await box.load()
  expect(box.completing).toMatchObject({ kind: 'person', query: 'a' })
})

test('a text that was kept opens no list by itself', async () => {
  const box = new MessageBox(
    () => {},
    () => 8_000,
  )
  box.field = document.createElement('textarea')
  box.field.value = 'soup, @a'
  box.restore({ text: 'soup, @a', mentions: [] })

  await box.load()
  expect(box.completing).toBeNull()
})
