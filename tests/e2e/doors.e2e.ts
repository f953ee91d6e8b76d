import { expect, expectAccessible, test } from './support.ts'

test('somebody knocks and is let in; a password opens to whoever knows it; another code leaves those in the room where they are', {
  tag: '@alone',
}, async ({ invite }) => {
  const ana = await invite('Ana', { viewport: { width: 1280, height: 800 } })
  const [bo, chidi] = [await invite('Bo'), await invite('Chidi', { viewport: { width: 360, height: 740 } })]
  const code = await ana.createRoom()
  await ana.page.getByRole('button', { name: 'Room settings' }).click()
  const settings = ana.page.getByRole('dialog', { name: 'Room settings' })
  const close = () => settings.getByRole('contentinfo').getByRole('button', { name: 'Close' }).click()
  await settings.getByRole('radio', { name: 'Whoever is let in' }).click()
  await expect(settings.getByRole('radio', { name: 'Whoever is let in' })).toBeChecked()
  await expectAccessible(ana.page)
  await close()

  await chidi.page.goto(`/r/${code}`)
  await chidi.page.getByLabel('Name', { exact: true }).fill('Chidi')
  await chidi.page.getByRole('button', { name: 'Enter', exact: true }).click()
  await chidi.page.getByRole('button', { name: 'Ask to be let in' }).click()
  await expect(chidi.page.getByRole('heading', { name: 'They have been asked' })).toBeVisible()
  await expectAccessible(chidi.page)
  await expect(ana.page.getByText('Chidi asks to come in')).toBeVisible()
  await expectAccessible(ana.page)
  await ana.page.getByRole('button', { name: 'Let in' }).click()
  await chidi.isInRoom()

  await ana.page.getByRole('button', { name: 'Room settings' }).click()
  await settings.getByRole('radio', { name: 'Anybody who knows a password' }).click()
  await settings.getByLabel('Password of the room').fill('the kitchen is warm')
  await settings.getByRole('button', { name: 'Set the password' }).click()
  await expect(settings.getByText('It is set.')).toBeVisible()
  await bo.page.goto('/')
  await bo.page.getByLabel('Name', { exact: true }).fill('Bo')
  await bo.page.getByLabel('Room code').fill(code)
  await bo.page.getByRole('button', { name: 'Join a room' }).click()
  await bo.page.getByLabel('Password of the room').fill('the kitchen is warm')
  await expectAccessible(bo.page)
  await bo.page.keyboard.press('Enter')
  await bo.isInRoom()

  await settings.getByRole('button', { name: 'Give the room another code' }).click()
  await settings.getByRole('button', { name: 'Another code', exact: true }).click()
  await expect(ana.page).not.toHaveURL(new RegExp(code))
  await expect(chidi.page).not.toHaveURL(new RegExp(code))
  await close()
  // A link from before, for somebody who is in.
  await chidi.page.goto(`/r/${code}`)
  await chidi.isInRoom()
  await ana.say('still here?')
  await chidi.sees('still here?')
  await bo.sees('still here?')
})
