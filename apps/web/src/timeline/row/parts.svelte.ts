type Parts = typeof import('./parts-library.ts')

let parts = $state.raw<Parts | null>(null)
let isLoading = false

/** Fetches what stands in a row beside its words, unless it is there. A room's screen asks at once, beside everything else it waits for. */
export async function loadRowParts(): Promise<void> {
  if (parts || isLoading) return
  isLoading = true
  try {
    parts = await import('./parts-library.ts')
  } catch {
    // Without the network messages can be read and written, until it is back.
    addEventListener('online', () => void loadRowParts(), { once: true })
  } finally {
    isLoading = false
  }
}

/** What stands in a row beside its words, once it is there. Where it is tracked, its coming is noticed. */
export function rowParts(): Parts | null {
  return parts
}
