/** What lies open over the page, the uppermost last, each with what closes it. */
const layers: { close: () => void }[] = []
/** Steps back that we took ourselves. */
let ownSteps = 0

/**
 * Lets the back button close what is open, as phones have it, rather than leave the page: opening is a step of the history of
 * its own. To be told of it by `closed` however it was closed, or by `gone` when it went away with its page.
 */
export function closeOnBack(close: () => void): { closed(): void; gone(): void } {
  const layer = { close }
  addEventListener('popstate', stepped)
  layers.push(layer)
  // After a reload nothing is open, but its step may still be there.
  if (stepsNow() < layers.length) history.pushState({ layers: layers.length }, '')

  function takeAway(): boolean {
    const index = layers.indexOf(layer)
    if (index >= 0) layers.splice(index, 1)
    return index >= 0
  }
  return {
    closed() {
      if (!takeAway() || stepsNow() <= layers.length) return
      ownSteps++
      history.back()
    },
    gone: () => void takeAway(),
  }
}

function stepped(): void {
  if (ownSteps > 0) ownSteps--
  // Taken off first: what is closed this way needs no step back any more.
  else if (stepsNow() < layers.length) layers.pop()?.close()
}

function stepsNow(): number {
  const state: unknown = history.state
  return typeof state === 'object' && state && 'layers' in state ? Number(state.layers) : 0
}
