import type { After, TabLine, TabWord } from './roll-call.ts'

/** The line between the tabs of this browser; where there is none, a tab is alone. */
export function openTabLine(): TabLine {
  if (!('BroadcastChannel' in globalThis)) return { say() {}, hear() {} }
  const channel = new BroadcastChannel('confab-tabs')
  return {
    say: (word) => channel.postMessage(word),
    hear: (listener) =>
      channel.addEventListener('message', (event: MessageEvent<TabWord>) => listener(event.data)),
  }
}

export const after: After = (ms, call) => {
  const timer = setTimeout(call, ms)
  return () => clearTimeout(timer)
}

/** sessionStorage, or null where the browser refuses even to show it. */
export function sessionOrNull(): Storage | null {
  try {
    return sessionStorage
  } catch {
    return null
  }
}
