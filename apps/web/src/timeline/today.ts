import { createSubscriber } from 'svelte/reactivity'
import { type Day, dayOf, untilMidnightMs } from './day.ts'

/** The viewer's own day by the server's clock; read where it is tracked, it changes at midnight. */
export class Today {
  readonly timeZone = new Intl.DateTimeFormat().resolvedOptions().timeZone
  readonly #now: () => number
  readonly #subscribe: () => void

  constructor(now: () => number) {
    this.#now = now
    this.#subscribe = createSubscriber((changed) => {
      let timer: ReturnType<typeof setTimeout>
      const waitForMidnight = () => {
        timer = setTimeout(
          () => {
            changed()
            waitForMidnight()
          },
          untilMidnightMs(this.#now(), this.timeZone),
        )
      }
      waitForMidnight()
      // A timer sleeps with the machine; whoever wakes it up looks at the page.
      document.addEventListener('visibilitychange', changed)
      return () => {
        clearTimeout(timer)
        document.removeEventListener('visibilitychange', changed)
      }
    })
  }

  get day(): Day {
    this.#subscribe()
    return dayOf(this.#now(), this.timeZone)
  }
}
