/**
 * Where the arrows lead among the messages of a list: from the list itself to the last one seen, from one to its neighbour, from the last
 * one on to null, which is the message box. Undefined where the key is none of ours.
 */
export function rovingTarget<Item>(
  items: readonly Item[],
  from: Item | null,
  key: string,
  isSeen: (item: Item) => boolean,
): Item | null | undefined {
  if (key !== 'ArrowUp' && key !== 'ArrowDown') return undefined
  if (from === null) return items.findLast(isSeen) ?? items.at(-1)
  const at = items.indexOf(from)
  if (key === 'ArrowUp') return items[Math.max(0, at - 1)]
  return items[at + 1] ?? null
}

/** Moves the focus among the messages of a list by the arrow keys. Answers whether it did. */
export function rove(event: KeyboardEvent, list: HTMLElement, leave: () => void): boolean {
  const { target, key, altKey, ctrlKey, metaKey, shiftKey } = event
  if (altKey || ctrlKey || metaKey || shiftKey || !(target instanceof HTMLElement)) return false
  const isRow = target.matches('[data-row]')
  if (target !== list && !isRow) return false
  const { top, bottom } = list.getBoundingClientRect()
  const items = [...list.querySelectorAll<HTMLElement>('[data-row]')]
  const next = rovingTarget(items, isRow ? target : null, key, (item) => {
    const box = item.getBoundingClientRect()
    return box.bottom > top && box.bottom <= bottom + 1
  })
  if (next === undefined) return false
  if (next) {
    // By itself a focus may bring a line that was hidden to the middle: whoever reads would lose their place.
    next.focus({ preventScroll: true })
    next.scrollIntoView({ block: 'nearest' })
  } else leave()
  return true
}
