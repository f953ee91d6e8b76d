import type { AttentionLevel } from '@confab/protocol'
import type { MoreWords } from '../words/en-more.ts'
import type { Chimed } from './chime.ts'
import type { NotificationStanding, PushStanding } from './standing.ts'

/** What the test found out, one thing after the other. */
export type Findings = {
  standing: NotificationStanding
  notificationsOn: boolean
  hasWorker: boolean
  /** Whether the notification that was shown is there; null when none was shown. */
  isShown: boolean | null
  soundOn: boolean
  chimed: Chimed
  doesServerAnswer: boolean
  push: PushStanding
  pushOn: boolean
  /** The browser has a subscription, and the server took it. */
  isSubscribed: boolean
  level: AttentionLevel
  /** Quiet in words; null when there is none. */
  quiet: string | null
}

/** One line of what is said of them; `off` is how somebody wanted it. */
export type Line = { state: 'right' | 'wrong' | 'off'; text: string }

type Texts = MoreWords['attention']

const line = (state: Line['state'], text: string): Line => ({ state, text })

/** Says of each thing whether it is right, and what to do where it is not. */
export function linesOf(found: Findings, texts: Texts): Line[] {
  return [
    notificationLine(found, texts),
    ...(found.standing === 'ready' ? [workerLine(found, texts)] : []),
    ...(found.isShown === null
      ? []
      : [found.isShown ? line('right', texts.shown) : line('wrong', texts.notShown)]),
    soundLine(found, texts),
    found.doesServerAnswer ? line('right', texts.serverAnswers) : line('wrong', texts.serverSilent),
    ...(found.doesServerAnswer ? [pushLine(found, texts)] : []),
    ...(found.level === 'none' ? [line('off', texts.levelNone)] : []),
    ...(found.quiet === null ? [] : [line('off', found.quiet)]),
  ]
}

/** Why there can be none, in words; null while they can be, or may be asked for. */
export function troubleWith(standing: NotificationStanding, texts: Texts): string | null {
  switch (standing) {
    case 'ready':
    case 'ask':
      return null
    case 'denied':
      return texts.denied
    case 'needs-home-screen':
      return texts.needsHomeScreen
    case 'insecure':
      return texts.insecure
    case 'unsupported':
      return texts.unsupported
  }
}

/** Likewise for being called while nothing is open. */
export function pushTrouble(push: PushStanding, texts: Texts): string | null {
  switch (push) {
    case 'ready':
      return null
    case 'needs-notifications':
      return texts.pushNeedsNotifications
    case 'unsupported':
      return texts.pushUnsupported
    case 'off-on-server':
      return texts.pushOffOnServer
    case 'unknown':
      return texts.offline
  }
}

function notificationLine({ standing, notificationsOn }: Findings, texts: Texts): Line {
  const trouble = troubleWith(standing, texts)
  if (trouble !== null) return line('wrong', trouble)
  if (standing === 'ask') return line('off', texts.notAsked)
  return notificationsOn ? line('right', texts.allowed) : line('off', texts.switchedOff)
}

const workerLine = ({ hasWorker }: Findings, texts: Texts): Line =>
  hasWorker ? line('right', texts.worker) : line('wrong', texts.noWorker)

function soundLine({ soundOn, chimed }: Findings, texts: Texts): Line {
  if (!soundOn) return line('off', texts.soundOff)
  return chimed === 'locked' ? line('wrong', texts.soundLocked) : line('right', texts.played)
}

function pushLine({ push, pushOn, isSubscribed }: Findings, texts: Texts): Line {
  if (push === 'unsupported' || push === 'off-on-server') return line('off', pushTrouble(push, texts) ?? '')
  if (!pushOn) return line('off', texts.pushOff)
  return isSubscribed
    ? line('right', texts.subscribed)
    : line('wrong', pushTrouble(push, texts) ?? texts.noService)
}
