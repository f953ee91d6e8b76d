import { expect, test } from './support.ts'

const HOSTILE = [
  '<img src=x onerror="document.title=1;alert(1)">',
  '<script>alert(1)</script>',
  'javascript:alert(1)',
  '{@html "<b>bold</b>"} {#if true} {{7*7}}',
  '<a href="javascript:alert(1)">click</a>',
  '<svg onload=alert(1)><style>*{display:none}</style>',
  '&lt;b&gt; &amp; \u202Egnp.exe',
]

test('[A64] texts that look like code stay texts', { tag: '@alone' }, async ({ invite }) => {
  const ana = await invite('Ana')
  const bo = await invite('Bo')
  const code = await ana.createRoom()
  await bo.joinByLink(code)
  const dialogs: string[] = []
  for (const { page } of [ana, bo])
    page.on('dialog', (dialog) => {
      dialogs.push(dialog.message())
      void dialog.dismiss()
    })

  for (const text of HOSTILE) await ana.say(text)
  for (const person of [ana, bo]) {
    await expect(person.bodies).toHaveCount(HOSTILE.length)
    // Marks that turn the reading direction may be taken out; nothing else may.
    const shown = (await person.bodies.allTextContents()).map((body) => body.replace('\u202E', '').trim())
    expect(shown).toEqual(HOSTILE.map((body) => body.replace('\u202E', '')))
    // Texts that could be Markdown stand in a paragraph; that is all that may be made of them.
    await expect(person.bodies.locator('*:not(.markdown, .markdown > p)')).toHaveCount(0)
    expect(await person.page.title()).not.toBe('1')
  }
  expect(dialogs).toEqual([])

  await ana.page
    .getByRole('button', { name: /Change the title|-/ })
    .first()
    .click()
  await ana.page.getByRole('textbox', { name: 'Room title' }).fill('<img src=x onerror=alert(1)>')
  await ana.page.keyboard.press('Enter')
  await expect(bo.page.getByRole('heading', { level: 1 })).toHaveText('<img src=x onerror=alert(1)>')
  await expect(bo.page.locator('h1 img')).toHaveCount(0)
  expect(dialogs).toEqual([])
})

test('Markdown is drawn as it was meant, under the policies of the page', { tag: '@alone' }, async ({
  invite,
}) => {
  const ana = await invite('Ana')
  const bo = await invite('Bo')
  await bo.joinByLink(await ana.createRoom())
  await ana.say('**Soup** tonight, see [the recipe](https://good.example/soup)')
  await ana.say('```ts\nconst soup = "hot"\n```')
  for (const person of [ana, bo]) {
    await expect(person.bodies.locator('strong')).toHaveText('Soup')
    // Its colours come by files of their own.
    await expect(person.bodies.locator('pre span').last()).toHaveText('"hot"')
  }

  await bo.page.getByRole('link', { name: 'the recipe' }).click()
  const dialog = bo.page.getByRole('dialog', { name: 'Open this link?' })
  await expect(dialog).toContainText('https://good.example/soup')
  await dialog.getByRole('button', { name: 'Stay here' }).click()
  await expect(dialog).toBeHidden()
})

test('a text that is too long is not sent, and the button says why', { tag: '@alone' }, async ({
  invite,
}) => {
  const ana = await invite('Ana')
  await ana.createRoom()
  await ana.box.fill('x'.repeat(8_003))
  await ana.page.getByRole('button', { name: 'Send', exact: true }).click()
  await expect(ana.page.getByRole('alert')).toHaveText(/Too long by 3 characters/)
  await expect(ana.box).toHaveAccessibleDescription(/Too long by 3/)
  await expect(ana.bodies).toHaveCount(0)
  await expect(ana.box).toHaveValue('x'.repeat(8_003))

  await ana.box.fill('x'.repeat(8_000))
  await ana.page.getByRole('button', { name: 'Send', exact: true }).click()
  await expect(ana.bodies).toHaveCount(1)
  await expect(ana.page.getByRole('article').locator('time')).toBeAttached()
})

test('Enter ends a Japanese composition before it sends', { tag: '@alone' }, async ({ invite }) => {
  const ana = await invite('Ana')
  const bo = await invite('Bo')
  const code = await ana.createRoom()
  await bo.joinByLink(code)
  const keyboard = await ana.page.context().newCDPSession(ana.page)

  await ana.box.focus()
  await keyboard.send('Input.imeSetComposition', { text: 'にほんご', selectionStart: 4, selectionEnd: 4 })
  await expect(ana.box).toHaveValue('にほんご')
  // As an input method sends it: a key that is being processed.
  await keyboard.send('Input.dispatchKeyEvent', {
    type: 'rawKeyDown',
    key: 'Process',
    code: 'Enter',
    windowsVirtualKeyCode: 229,
  })
  await ana.box.dispatchEvent('keydown', { key: 'Enter', code: 'Enter', isComposing: true })
  await keyboard.send('Input.insertText', { text: '日本語' })
  await expect(ana.box).toHaveValue('日本語')
  await expect(ana.bodies).toHaveCount(0)

  await ana.box.press('Enter')
  await bo.sees('日本語')
  await bo.seesInOrder('日本語')
})
