import type { Clock } from '../clock.ts'
import type { Store } from './store.ts'

/** How often a store that takes no changes is asked whether it does again, in milliseconds. */
const PROBE_MS = 2_000

/** A commit that takes longer than this is as good as one that failed, in milliseconds: nobody should be sent here meanwhile. */
const STALLED_MS = 4_000

/** A store that notices whether it takes changes. */
export type CommitWatch = {
  store: Store
  /** The last commit failed, or one does not end: what people post is refused for now, what they read is answered. */
  isDegraded(): boolean
  /** No more probing. */
  stop(): void
}

/**
 * Watches the commits of a store: a full or broken disk shows in them alone. While they fail, an empty one is tried now and then, so
 * that a disk with room again is noticed without anybody posting. A store that is shared may be well and yet out of reach from
 * here, which is to be noticed before somebody posts: it is tried whenever nobody has posted for a while.
 */
export function watchCommits(
  store: Store,
  clock: Clock,
  { isShared = false }: { isShared?: boolean } = {},
): CommitWatch {
  let state: 'well' | 'degraded' | 'stopped' = 'well'
  let answeredAt = clock.monotonic()
  /** When those commits began that are not answered, the oldest first. */
  const pending = new Map<symbol, number>()
  let cancelProbe = () => {}

  async function commit(...[changes]: Parameters<Store['commit']>) {
    const key = Symbol('a commit')
    pending.set(key, clock.monotonic())
    try {
      const outcomes = await store.commit(changes)
      answeredAt = clock.monotonic()
      if (state === 'degraded') {
        state = 'well'
        if (!isShared) cancelProbe()
      }
      return outcomes
    } catch (error) {
      if (state === 'well') {
        state = 'degraded'
        if (!isShared) probeLater()
      }
      throw error
    } finally {
      pending.delete(key)
    }
  }

  function probeLater(): void {
    cancelProbe = clock.after(PROBE_MS, async () => {
      const isNeeded = pending.size === 0 && (state === 'degraded' || isQuiet())
      if (isNeeded) await commit([]).catch(() => {})
      if (state === 'degraded' || (isShared && state === 'well')) probeLater()
    })
  }

  const isQuiet = () => clock.monotonic() - answeredAt >= PROBE_MS / 2

  if (isShared) probeLater()
  return {
    store: { ...store, commit },
    isDegraded() {
      const [since = Number.POSITIVE_INFINITY] = pending.values()
      return state === 'degraded' || clock.monotonic() - since > STALLED_MS
    },
    stop() {
      state = 'stopped'
      cancelProbe()
    },
  }
}
