import { BadLine } from './bad-line.ts'
import { expect, expectAccessible, LOST_LINE, type Person, test } from './support.ts'

test('[D3] [D7] pictures and papers sent by button and by paste, over a crash, a lost line and a reload, are there once; one is cancelled', {
  tag: '@alone',
}, async ({ invite, server }) => {
  const line = await BadLine.to(server.origin)
  const ana = await invite('Ana', { baseURL: line.origin })
  const bo = await invite('Bo')
  for (const person of [ana, bo]) person.complaints.forgive(LOST_LINE)
  await bo.joinByLink(await ana.createRoom())
  // From here on the app comes from the browser.
  for (const { page } of [ana, bo])
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null)

  // By the button, while the server is gone. It comes back, and nobody does anything.
  await expect(ana.page.getByRole('button', { name: 'Attach files' })).toBeEnabled()
  await server.halt('SIGKILL')
  const chosen = ana.page.waitForEvent('filechooser')
  await ana.page.getByRole('button', { name: 'Attach files' }).click()
  await (await chosen).setFiles([
    { name: 'harbour.png', mimeType: 'image/png', buffer: await aPicture(ana, 900, 600) },
    { name: 'secret.txt', mimeType: 'text/plain', buffer: Buffer.from('not for you') },
    { name: 'plan.txt', mimeType: 'text/plain', buffer: Buffer.from('soup at one') },
  ])
  await expect(chips(ana)).toHaveCount(3)
  await expectAccessible(ana.page)
  await ana.say('where we meet')
  await expect(pending(ana)).toHaveCount(3)
  await expectAccessible(ana.page)
  await ana.page.getByRole('button', { name: 'Do not send secret.txt' }).click()
  await expect(pending(ana)).toHaveCount(2)
  await server.boot()
  await bo.sees('where we meet')
  await expect(bo.page.getByRole('img', { name: 'harbour.png' })).toBeVisible()
  await expect(bo.page.getByRole('link', { name: /plan.txt/ })).toBeVisible()

  // By a paste, without a line: first as a draft, then as a post, each over a reload.
  line.refuseSockets()
  line.cut()
  await paste(ana, 'notes.txt', 'second thoughts')
  await expect(chips(ana)).toHaveText(/notes\.txt/)
  await expect(chips(ana)).toHaveAttribute('aria-busy', 'false')
  await ana.page.reload()
  await expect(chips(ana)).toHaveText(/notes\.txt/)
  await ana.box.press('Enter')
  await ana.say('those were the notes')
  await expect(pending(ana)).toHaveCount(1)
  await ana.page.reload()
  await expect(pending(ana)).toHaveCount(1)
  line.mend()
  await bo.sees('those were the notes')

  const names = ['harbour.png', 'plan.txt', 'notes.txt']
  for (const person of [ana, bo]) {
    await expect.poll(() => filesOf(person)).toEqual(names)
    await person.page.reload()
    await expect.poll(() => filesOf(person)).toEqual(names)
  }
  const saving = bo.page.waitForEvent('download')
  await bo.page.getByRole('link', { name: /notes.txt/ }).click()
  const saved = await (await saving).createReadStream()
  expect(Buffer.concat(await saved.toArray()).toString()).toBe('second thoughts')
  await line.close()
})

const chips = ({ page }: Person) => page.getByRole('list', { name: 'Files to send' }).getByRole('listitem')
const pending = ({ page }: Person) => page.getByRole('article').getByRole('button', { name: /^Do not send/ })

/** The names of all files in the conversation, in order. */
const filesOf = ({ page }: Person) =>
  page
    .getByRole('log')
    .evaluate((log) =>
      [...log.querySelectorAll('article .files')].flatMap((files) =>
        [...files.querySelectorAll('img, .name')].map(
          (file) => file.getAttribute('alt') ?? file.getAttribute('title'),
        ),
      ),
    )

async function aPicture({ page }: Person, width: number, height: number): Promise<Buffer> {
  const bytes = await page.evaluate(
    async ([wide = 1, high = 1]) => {
      const canvas = new OffscreenCanvas(wide, high)
      const context = canvas.getContext('2d')
      if (!context) throw new Error('nothing to draw on')
      const sky = context.createLinearGradient(0, 0, wide, high)
      sky.addColorStop(0, '#8cc4d8')
      sky.addColorStop(1, '#23483a')
      context.fillStyle = sky
      context.fillRect(0, 0, wide, high)
      return [...new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer())]
    },
    [width, height],
  )
  return Buffer.from(bytes)
}

const paste = ({ box }: Person, name: string, text: string) =>
  box.evaluate(
    (field, [fileName = '', words = '']) => {
      const clipboardData = new DataTransfer()
      clipboardData.items.add(new File([words], fileName, { type: 'text/plain' }))
      field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
    },
    [name, text],
  )
