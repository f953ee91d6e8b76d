/** How long a newer version may take to be there and in charge, in milliseconds. Then the page is loaded as it is. */
const PATIENCE_MS = 15_000

/** What of the browser it takes. For tests. */
export type Surroundings = {
  workers: Pick<ServiceWorkerContainer, 'getRegistration'> &
    Pick<EventTarget, 'addEventListener' | 'removeEventListener'>
  reload(): void
}

const here = (): Surroundings | null =>
  navigator.serviceWorker ? { workers: navigator.serviceWorker, reload: () => location.reload() } : null

/**
 * Loads the page as the server has it now. A worker answers with the version that is kept, however often it is reloaded; so whoever has
 * to have a newer one has it fetched and put in charge first.
 */
export async function loadAnew(surroundings = here(), patienceMs = PATIENCE_MS): Promise<void> {
  if (!surroundings) return location.reload()
  const { workers, reload } = surroundings
  const timeout = new Promise<void>((resolve) => setTimeout(resolve, patienceMs))
  await Promise.race([bringNewer(workers), timeout]).catch(() => {})
  reload()
}

async function bringNewer(workers: Surroundings['workers']): Promise<void> {
  const registration = await workers.getRegistration()
  if (!registration) return
  await registration.update().catch(() => {})
  if (registration.installing) await settled(registration.installing)
  const { waiting } = registration
  if (!waiting) return
  const isInCharge = new Promise<void>((resolve) => {
    workers.addEventListener('controllerchange', () => resolve(), { once: true })
  })
  waiting.postMessage({ type: 'take-over' })
  await isInCharge
}

/** Resolves when a worker is installed, or will never be. */
function settled(worker: ServiceWorker): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (worker.state !== 'installing') resolve()
    }
    worker.addEventListener('statechange', look)
    look()
  })
}
