type Tiles = { FileTiles: typeof import('./PendingTiles.svelte').default }

let tiles = $state.raw<Tiles | null>(null)
let isLoading = false

/** What draws the files of one's own posts that are on their way, once it is there; asking fetches it. Where it is tracked, its coming is noticed. */
export function pendingTiles(): Tiles | null {
  if (!tiles) void load()
  return tiles
}

async function load(): Promise<void> {
  if (isLoading) return
  isLoading = true
  try {
    tiles = { FileTiles: (await import('./PendingTiles.svelte')).default }
  } catch {
    // Without the network their room is kept, until it is back.
    addEventListener('online', () => void load(), { once: true })
  } finally {
    isLoading = false
  }
}
