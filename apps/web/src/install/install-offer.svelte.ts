import { type InstallWay, installWay } from './install-hint.ts'

/** The browser's own way to ask, as far as it has one. */
export type InstallPrompt = Event & { prompt(): Promise<unknown> }

const VISITS_KEY = 'confab-visits'
const COUNTED_KEY = 'confab-visit-counted'
const DECLINED_KEY = 'confab-install-declined'

/** Offers to install the app, to people who came back, until they say no. A browser that keeps nothing never offers it. */
export class InstallOffer {
  readonly #prompt: () => InstallPrompt | null
  readonly #visits: number
  #isOver = $state(isInstalled() || read(localStorage, DECLINED_KEY) !== null)

  constructor(prompt: () => InstallPrompt | null) {
    this.#prompt = prompt
    this.#visits = countVisit()
    addEventListener('appinstalled', () => {
      this.#isOver = true
    })
  }

  get way(): InstallWay | null {
    const { userAgent, maxTouchPoints } = navigator
    return installWay({
      visits: this.#visits,
      isDeclined: this.#isOver,
      isInstalled: false,
      canAsk: this.#prompt() !== null,
      userAgent,
      maxTouchPoints,
    })
  }

  /** Lets the browser ask. What is answered there holds: it is not offered again by us. */
  async install(): Promise<void> {
    const prompt = this.#prompt()
    this.decline()
    await prompt?.prompt()
  }

  decline(): void {
    this.#isOver = true
    write(localStorage, DECLINED_KEY, 'yes')
  }
}

/** Reloading a tab is no other visit. */
function countVisit(): number {
  const before = Number(read(localStorage, VISITS_KEY) ?? 0) || 0
  if (read(sessionStorage, COUNTED_KEY) !== null) return before
  write(sessionStorage, COUNTED_KEY, 'yes')
  write(localStorage, VISITS_KEY, String(before + 1))
  return before + 1
}

function isInstalled(): boolean {
  return matchMedia('(display-mode: standalone)').matches || Reflect.get(navigator, 'standalone') === true
}

function read(storage: Storage, key: string): string | null {
  try {
    return storage.getItem(key)
  } catch {
    return null
  }
}

function write(storage: Storage, key: string, value: string): void {
  try {
    storage.setItem(key, value)
  } catch {
    // Then every visit is the first one.
  }
}
