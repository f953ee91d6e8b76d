import { expect, test } from 'vitest'
import { loadAnew, type Surroundings } from './load-anew.ts'

/** A worker that installs when it is let to, and takes over when it is told to. */
class FakeWorker extends EventTarget {
  state: string
  readonly told: unknown[] = []
  constructor(state: string) {
    super()
    this.state = state
  }
  become(state: string): void {
    this.state = state
    this.dispatchEvent(new Event('statechange'))
  }
  postMessage(message: unknown): void {
    this.told.push(message)
  }
}

function aBrowser() {
  const installing = new FakeWorker('installing')
  const registration = {
    installing: null as FakeWorker | null,
    waiting: null as FakeWorker | null,
    update: async () => {
      registration.installing = installing
    },
  }
  const workers = Object.assign(new EventTarget(), { getRegistration: async () => registration })
  const done: string[] = []
  const surroundings = { workers, reload: () => done.push('reloaded') } as unknown as Surroundings
  return { installing, registration, workers, done, surroundings }
}

const settle = () => new Promise((resolve) => setTimeout(resolve))

test('a newer version is fetched and put in charge before the page is loaded anew', async () => {
  const { installing, registration, workers, done, surroundings } = aBrowser()
  const loading = loadAnew(surroundings)
  await settle()
  expect(done).toEqual([])
  registration.installing = null
  registration.waiting = installing
  installing.become('installed')
  await settle()
  expect(installing.told).toEqual([{ type: 'take-over' }])
  expect(done).toEqual([])
  workers.dispatchEvent(new Event('controllerchange'))
  await loading
  expect(done).toEqual(['reloaded'])
})

test.each([
  ['there is no worker', { getRegistration: async () => undefined }],
  ['the server cannot be asked', { update: () => Promise.reject(new Error('offline')) }],
  ['there is nothing newer', { update: async () => {} }],
])('where %s the page is loaded as it is', async (_, parts) => {
  const { registration, workers, done, surroundings } = aBrowser()
  Object.assign('update' in parts ? registration : workers, parts)
  await loadAnew(surroundings)
  expect(done).toEqual(['reloaded'])
})

test('one that does not come is not waited for', async () => {
  const { done, surroundings } = aBrowser()
  await loadAnew(surroundings, 10)
  expect(done).toEqual(['reloaded'])
})
