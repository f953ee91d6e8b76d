type Tiles = typeof import('./tiles-library.ts')

let tiles = $state.raw<Tiles | null>(null)
let isLoading = false

/** What draws files, once it is there; asking fetches it. Where it is tracked, its coming is noticed. */
export function fileTiles(): Tiles | null {
  if (!tiles) void load()
  return tiles
}

async function load(): Promise<void> {
  if (isLoading) return
  isLoading = true
  try {
    tiles = await import('./tiles-library.ts')
  } catch {
    // Without the network their room is kept, until it is back.
    addEventListener('online', () => void load(), { once: true })
  } finally {
    isLoading = false
  }
}
