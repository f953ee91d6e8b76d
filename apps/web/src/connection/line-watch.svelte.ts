import { online } from 'svelte/reactivity/window'
import { isUp } from '../room/is-up.ts'
import type { RoomSession } from '../room/room-session.svelte.ts'
import { type Banner, bannerOf, TOLD_AFTER_MS } from './banner.ts'

/** Watches the line of a room's client and says what to tell. Made while a component is; it ends with it. */
export class LineWatch {
  readonly #session: RoomSession
  readonly #isDurable: boolean
  #downSince = $state.raw<number | null>(null)
  #wasTold = $state(false)
  #now = $state.raw(Date.now())

  constructor(session: RoomSession, isDurable: boolean) {
    this.#session = session
    this.#isDurable = isDurable

    $effect(() => {
      if (isUp(session.connection)) {
        this.#downSince = null
        return
      }
      const since = Date.now()
      this.#downSince ??= since
      this.#now = since
      const ticking = setInterval(() => {
        this.#now = Date.now()
        if (this.#now - (this.#downSince ?? since) >= TOLD_AFTER_MS) this.#wasTold = true
      }, 500)
      return () => clearInterval(ticking)
    })

    $effect(() => {
      if (isUp(session.connection) && !this.#isCatchingUp) this.#wasTold = false
    })
  }

  get banner(): Banner | null {
    return bannerOf({
      connection: this.#session.connection,
      downSince: this.#downSince,
      wasTold: this.#wasTold,
      isCatchingUp: this.#isCatchingUp,
      isOnline: online.current ?? true,
      waitingCount: this.#session.view.timeline.pending.filter((post) => post.state !== 'refused').length,
      isDurable: this.#isDurable,
      now: this.#now,
    })
  }

  get #isCatchingUp(): boolean {
    const { phase } = this.#session.view
    return phase === 'catching-up' || phase === 'entering'
  }
}
