/** What this browser is to do when somebody is called. Each person has their own, on each device. */
export type Preference = 'notifications' | 'sound' | 'push'

const PREFIX = 'confab-'
const ALL: readonly Preference[] = ['notifications', 'sound', 'push']

/** The wishes kept in this browser; all of them are off until somebody switches them on. Its other tabs follow. */
export class Preferences {
  #on = $state.raw<ReadonlySet<Preference>>(kept())

  constructor() {
    addEventListener('storage', ({ key }) => {
      if (key === null || key.startsWith(PREFIX)) this.#on = kept()
    })
  }

  isOn(preference: Preference): boolean {
    return this.#on.has(preference)
  }

  set(preference: Preference, isOn: boolean): void {
    const next = new Set(this.#on)
    if (isOn) next.add(preference)
    else next.delete(preference)
    this.#on = next
    try {
      if (isOn) localStorage.setItem(PREFIX + preference, 'on')
      else localStorage.removeItem(PREFIX + preference)
    } catch {
      // Then it holds for as long as the page does.
    }
  }
}

function kept(): ReadonlySet<Preference> {
  try {
    return new Set(ALL.filter((preference) => localStorage.getItem(PREFIX + preference) === 'on'))
  } catch {
    return new Set()
  }
}
