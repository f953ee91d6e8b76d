/** How the app gets among one's other apps: the browser asks, or the browser has to be told by hand, as on an iPhone. */
export type InstallWay = 'ask' | 'by-hand'

/** What is known of this browser and of who sits before it. */
export type InstallFacts = {
  /** How often somebody came here, this time included. */
  visits: number
  /** They said no; that holds for good. */
  isDeclined: boolean
  /** This is the installed app. */
  isInstalled: boolean
  /** The browser offered to ask. */
  canAsk: boolean
  userAgent: string
  maxTouchPoints: number
}

/** Whoever is here for the first time wants to talk, not to install. */
const VISITS_MIN = 2

/** Which way to tell of, if any. */
export function installWay({
  visits,
  isDeclined,
  isInstalled,
  canAsk,
  userAgent,
  maxTouchPoints,
}: InstallFacts): InstallWay | null {
  if (isInstalled || isDeclined || visits < VISITS_MIN) return null
  if (canAsk) return 'ask'
  // An iPad says that it is a Mac; no Mac has a screen to touch.
  const isIos = /iPhone|iPad|iPod/.test(userAgent) || (/Macintosh/.test(userAgent) && maxTouchPoints > 1)
  return isIos && /Safari/.test(userAgent) ? 'by-hand' : null
}
