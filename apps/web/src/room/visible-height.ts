import { createSubscriber } from 'svelte/reactivity'

const subscribe = createSubscriber((changed) => {
  const seen = window.visualViewport
  seen?.addEventListener('resize', changed)
  return () => seen?.removeEventListener('resize', changed)
})

/** How tall a screen may be, as CSS has it. On iOS the keyboard covers the page instead of shrinking it: there it is what is left. */
export function visibleHeight(): string {
  subscribe()
  const seen = window.visualViewport
  // Whoever zooms in sees less too, but the page stays as large as it is.
  if (seen?.scale !== 1 || seen.height >= window.innerHeight - 1) return '100dvh'
  return `${seen.height}px`
}
