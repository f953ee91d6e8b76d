type Box = { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number }

/** What stays free around it, and between it and what it belongs to. */
const GAP = 8

/**
 * Where something that opens from an anchor stands, in the window: above it where there is room, else below, its end edge
 * with the anchor's, and always in sight.
 */
export function placed(
  anchor: Box,
  size: { width: number; height: number },
  view: { width: number; height: number },
  direction: 'ltr' | 'rtl',
): { left: number; top: number } {
  const within = (wanted: number, length: number, room: number) =>
    Math.max(GAP, Math.min(wanted, room - length - GAP))
  const above = anchor.top - GAP - size.height
  return {
    left: within(direction === 'rtl' ? anchor.left : anchor.right - size.width, size.width, view.width),
    top: within(above >= GAP ? above : anchor.bottom + GAP, size.height, view.height),
  }
}
