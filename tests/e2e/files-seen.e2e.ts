import { aPicture, aTone, Sender } from './sender.ts'
import { TestServer } from './server.ts'
import { StaticHost } from './static-host.ts'
import { expect, expectAccessible, type Person, test } from './support.ts'

/** Bytes that are no picture, under a name that tries to be one, and to be markup. */
const HOSTILE = {
  name: '<img src=x onerror=alert(1)>\u202egnp.exe.pdf',
  mediaType: 'application/pdf',
  bytes: new Uint8Array(Buffer.from('%PDF-1.4\n<script>alert(1)</script>\n')),
}

const picture = ({ page }: Person) => page.getByRole('button', { name: 'Open pier.png' }).getByRole('img')
const pixelsOf = (person: Person) => picture(person).evaluate((image: HTMLImageElement) => image.naturalWidth)

test('pictures are seen and looked at closely, sound is played, papers are taken along, and a deleted one is gone', {
  tag: '@alone',
}, async ({ invite, server }) => {
  const ana = await invite('Ana', { reducedMotion: 'reduce' })
  const code = await ana.createRoom()
  const chidi = await Sender.join('Chidi', server.origin, code)
  const ranged = ana.page.waitForResponse((answer) => answer.status() === 206)
  await chidi.post('Papers', HOSTILE)
  await chidi.post('', aTone('horn.wav', 2))
  await chidi.post('The pier', aPicture('pier.png', 1600, 900))

  await expect.poll(() => pixelsOf(ana)).toBe(640)
  await picture(ana).click()
  const dialog = ana.page.getByRole('dialog', { name: 'pier.png' })
  const large = dialog.getByRole('img', { name: 'pier.png' })
  await expect.poll(() => large.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(1600)
  await expectAccessible(ana.page)
  const before = (await large.boundingBox())?.width ?? 0
  await ana.page.keyboard.press('+')
  await expect.poll(async () => (await large.boundingBox())?.width).toBeCloseTo(before * 1.5, 0)
  await ana.page.goBack()
  await expect(dialog).toBeHidden()
  await ana.isInRoom()

  const audio = ana.page.locator('audio')
  await expect.poll(() => audio.evaluate((sound: HTMLAudioElement) => sound.duration)).toBeCloseTo(2, 1)
  expect((await ranged).headers()['content-range']).toMatch(/^bytes \d+-\d+\/\d+$/)
  await audio.evaluate((sound: HTMLAudioElement) => sound.play())
  await expect.poll(() => audio.evaluate((sound: HTMLAudioElement) => sound.currentTime)).toBeGreaterThan(0)

  const download = ana.page.waitForEvent('download')
  await ana.page.getByRole('link', { name: /^Download .*PDF/ }).click()
  expect((await download).suggestedFilename()).toMatch(/\.pdf$/)
  await expectAccessible(ana.page)

  const bo = await invite('Bo')
  await bo.joinByLink(code)
  await expect.poll(() => pixelsOf(bo)).toBe(640)
  await expect(bo.page.locator('audio')).toBeVisible()
  const address = await picture(bo).getAttribute('src')
  expect((await fetch(String(address))).status).toBe(200)
  chidi.deleteLast()
  await expect(picture(bo)).toBeHidden()
  await expect(bo.page.getByText(/deleted/)).toBeVisible()
  await expect.poll(async () => (await fetch(String(address))).status).toBe(404)
  chidi.close()
})

test('an app on a host of its own shows, plays and saves what lies on a server elsewhere', {
  tag: '@alone',
}, async ({ invite }) => {
  const host = await StaticHost.start()
  const server = await TestServer.start({ CONFAB_ALLOWED_ORIGINS: host.origin })
  await host.pointAt(server.origin)
  const ana = await invite('Ana', { baseURL: host.origin })
  const code = await ana.createRoom()
  const chidi = await Sender.join('Chidi', server.origin, code)
  await chidi.post('', aPicture('pier.png', 1600, 900), aTone('horn.wav', 1))

  await expect.poll(() => pixelsOf(ana)).toBe(640)
  const duration = () => ana.page.locator('audio').evaluate((sound: HTMLAudioElement) => sound.duration)
  await expect.poll(duration).toBeCloseTo(1, 1)
  await picture(ana).click()
  const download = ana.page.waitForEvent('download')
  await ana.page.getByRole('link', { name: /^Download pier/ }).click()
  expect((await download).suggestedFilename()).toBe('pier.png')
  await ana.page.keyboard.press('Escape')
  await ana.say('still here')
  await ana.sees('still here')

  chidi.close()
  await ana.page.close()
  await server.stop()
  await host.stop()
})
