import { beforeEach, expect, test, vi } from 'vitest'
import { InstallOffer, type InstallPrompt } from './install-offer.svelte.ts'
import { Installation } from './installation.svelte.ts'

beforeEach(() => {
  localStorage.clear()
  sessionStorage.clear()
})

/** Somebody opens a fresh tab; the browser would ask, and writes down when it does. */
function visit() {
  sessionStorage.clear()
  const prompt = vi.fn(async () => {})
  const event = Object.assign(new Event('beforeinstallprompt', { cancelable: true }), { prompt })
  return { offer: new InstallOffer(() => event as InstallPrompt), prompt }
}

test('the second visit is offered it, and a reload is no visit', () => {
  expect(visit().offer.way).toBeNull()
  expect(new InstallOffer(() => null).way).toBeNull()
  expect(visit().offer.way).toBe('ask')
})

test('no means no, at every later visit', () => {
  visit()
  visit().offer.decline()
  expect(visit().offer.way).toBeNull()
})

test('at a press the browser asks, once', async () => {
  visit()
  const { offer, prompt } = visit()
  await offer.install()
  expect(prompt).toHaveBeenCalledOnce()
  expect(offer.way).toBeNull()
})

test('the browser does not ask by itself', () => {
  new Installation()
  const event = new Event('beforeinstallprompt', { cancelable: true })
  dispatchEvent(event)
  expect(event.defaultPrevented).toBe(true)
})
