/** Held this long, in milliseconds, a press asks for what can be done. */
const LONG_PRESS_MS = 450

/** A finger that went so far, in pixels, scrolls and does not press. */
const STILL_PX = 10

/** Drawn so far along the line, in pixels, a message is answered. */
const REPLY_PX = 60

/** What a finger can ask of a message. */
export type TouchWishes = { onlong: () => void; onreply: () => void }

/** Hears a finger on a message: held long, or drawn along the line. What scrolls sideways itself keeps that. */
export function touched(wishes: () => TouchWishes): (row: HTMLElement) => () => void {
  return (row) => {
    let from: { x: number; y: number } | null = null
    let isDrawn = false
    let timer: ReturnType<typeof setTimeout> | undefined

    const end = () => {
      clearTimeout(timer)
      row.style.translate = ''
      from = null
      isDrawn = false
    }
    const swallow = (event: Event) => {
      event.preventDefault()
      event.stopPropagation()
    }
    const began = (event: PointerEvent) => {
      row.removeEventListener('click', swallow, { capture: true })
      if (event.pointerType !== 'touch' || !event.isPrimary) return
      if (
        event.target instanceof Element &&
        event.target.closest('a, button:not([data-holds]), textarea, pre, table, audio, video')
      )
        return
      from = { x: event.clientX, y: event.clientY }
      timer = setTimeout(() => {
        end()
        // What is under it was held, not pressed.
        row.addEventListener('click', swallow, { capture: true, once: true })
        // A browser that cannot, or may not yet, is silent.
        navigator.vibrate?.(10)
        wishes().onlong()
      }, LONG_PRESS_MS)
    }
    const moved = (event: PointerEvent) => {
      if (!from) return
      const sign = getComputedStyle(row).direction === 'rtl' ? -1 : 1
      const along = (event.clientX - from.x) * sign
      const across = Math.abs(event.clientY - from.y)
      if (Math.hypot(along, across) > STILL_PX) clearTimeout(timer)
      isDrawn = along > STILL_PX && along > 2 * across
      row.style.translate = isDrawn ? `${sign * Math.min(along, REPLY_PX)}px` : ''
    }
    const lifted = (event: PointerEvent) => {
      const isReply =
        from !== null && isDrawn && Math.abs(event.clientX - from.x) >= REPLY_PX && event.type === 'pointerup'
      end()
      if (isReply) wishes().onreply()
    }
    // A long press that was heard here must not open the browser's own menu over ours.
    const asked = (event: Event) => {
      if (event instanceof PointerEvent && event.pointerType === 'touch' && from) event.preventDefault()
    }
    row.addEventListener('pointerdown', began)
    row.addEventListener('pointermove', moved)
    row.addEventListener('pointerup', lifted)
    row.addEventListener('pointercancel', lifted)
    row.addEventListener('contextmenu', asked)
    return () => {
      end()
      row.removeEventListener('pointerdown', began)
      row.removeEventListener('pointermove', moved)
      row.removeEventListener('pointerup', lifted)
      row.removeEventListener('pointercancel', lifted)
      row.removeEventListener('contextmenu', asked)
    }
  }
}
