import { createSubscriber } from 'svelte/reactivity'

const subscribe = createSubscriber((changed) => {
  const ending = new AbortController()
  // Focus and blur do not bubble: these are the window's own, not those of every field in it.
  for (const event of ['visibilitychange', 'focus', 'blur', 'pageshow']) {
    addEventListener(event, changed, { signal: ending.signal })
  }
  return () => ending.abort()
})

/** Whether somebody looks at this page, as far as a page can know. Read where it is tracked, it keeps itself current. */
export function isAttended(): boolean {
  subscribe()
  return document.visibilityState === 'visible' && document.hasFocus()
}
