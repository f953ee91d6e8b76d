/** What a browser lets a page do, as far as calling people goes. */
export type Surroundings = {
  isSecure: boolean
  hasNotifications: boolean
  hasWorkers: boolean
  hasPush: boolean
  /** An iPhone or iPad, and not opened from the home screen: notifications are there only for what was put there. */
  isOutsideHomeScreen: boolean
  permission: NotificationPermission
}

/** Whether notifications can be shown: `ask` until somebody was asked. The others are reasons, and each has its way on. */
export type NotificationStanding =
  | 'ready'
  | 'ask'
  | 'denied'
  | 'needs-home-screen'
  | 'insecure'
  | 'unsupported'

/** Whether this browser can be called while no tab is open. */
export type PushStanding = 'ready' | 'needs-notifications' | 'unsupported' | 'off-on-server' | 'unknown'

export function notificationStanding(of: Surroundings): NotificationStanding {
  if (!of.isSecure) return 'insecure'
  if (!of.hasNotifications) return of.isOutsideHomeScreen ? 'needs-home-screen' : 'unsupported'
  if (of.permission === 'denied') return 'denied'
  return of.permission === 'granted' ? 'ready' : 'ask'
}

/** `pushKey` is the server's; null when it calls nobody, undefined while that is not known. */
export function pushStanding(of: Surroundings, pushKey: string | null | undefined): PushStanding {
  if (notificationStanding(of) !== 'ready' && notificationStanding(of) !== 'ask') return 'needs-notifications'
  if (!of.hasPush || !of.hasWorkers) return 'unsupported'
  if (pushKey === undefined) return 'unknown'
  if (pushKey === null) return 'off-on-server'
  return notificationStanding(of) === 'ready' ? 'ready' : 'needs-notifications'
}

/** The browser this page runs in. */
export function surroundings(): Surroundings {
  const { userAgent, maxTouchPoints } = navigator
  // An iPad says it is a Mac; no Mac has a touch screen.
  const isApple = /iPhone|iPad|iPod/.test(userAgent) || (/Macintosh/.test(userAgent) && maxTouchPoints > 1)
  const hasNotifications = 'Notification' in globalThis
  return {
    isSecure: isSecureContext,
    hasNotifications,
    hasWorkers: 'serviceWorker' in navigator,
    hasPush: 'PushManager' in globalThis,
    isOutsideHomeScreen: isApple && !matchMedia('(display-mode: standalone)').matches,
    permission: hasNotifications ? Notification.permission : 'default',
  }
}
