import type { Clock } from '../clock.ts'
import type { Store } from './store.ts'

/** How often a store that takes no changes is asked whether it does again, in milliseconds. */
const PROBE_MS = 2_000

/** A store that notices whether it takes changes. */
export type CommitWatch = {
  store: Store
  /** The last commit failed: what people post is refused for now, what they read is answered. */
  isDegraded(): boolean
  /** No more probing. */
  stop(): void
}

/**
 * Watches the commits of a store: a full or broken disk shows in them alone. While they fail, an empty one is tried now and
 * then, so that a disk with room again is noticed without anybody posting.
 */
export function watchCommits(store: Store, clock: Clock): CommitWatch {
  let state: 'well' | 'degraded' | 'stopped' = 'well'
  let cancelProbe = () => {}

  function succeeded(): void {
    if (state !== 'degraded') return
    state = 'well'
    cancelProbe()
  }

  function failed(): void {
    if (state !== 'well') return
    state = 'degraded'
    probeLater()
  }

  function probeLater(): void {
    cancelProbe = clock.after(PROBE_MS, () => {
      store.commit([]).then(succeeded, () => state === 'degraded' && probeLater())
    })
  }

  return {
    store: {
      ...store,
      async commit(changes) {
        try {
          const outcomes = await store.commit(changes)
          succeeded()
          return outcomes
        } catch (error) {
          failed()
          throw error
        }
      },
    },
    isDegraded: () => state === 'degraded',
    stop() {
      state = 'stopped'
      cancelProbe()
    },
  }
}
