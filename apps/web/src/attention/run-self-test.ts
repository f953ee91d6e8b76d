import type { RoomId } from '@confab/protocol'
import { moreWords } from '../words/more.svelte.ts'
import type { Calls } from './calls.svelte.ts'
import { workerOrNull } from './notifier.ts'
import { quietWords } from './quiet-words.ts'
import { type Line, linesOf } from './self-test.ts'
import { notificationStanding, pushStanding, surroundings } from './standing.ts'

const TAG = 'confab-test'

/** A notification is on the screen some time after it was asked for. */
const LOOK_EVERY_MS = 100
const LOOKS_MAX = 15

/** Goes the way that a real call goes, and says what came of each step. Pressed for: the sound may be played then. */
export async function runSelfTest(calls: Calls, roomId: RoomId): Promise<Line[]> {
  const { client, preferences } = calls
  const around = surroundings()
  const standing = notificationStanding(around)
  const soundOn = preferences.isOn('sound')
  // First, as long as the press counts.
  const chimed = soundOn ? await calls.chime.play({ isWanted: true }) : 'locked'
  const isShown = standing === 'ready' ? await showTest() : null
  const answer = await client.fetchAttention()
  const push = pushStanding(around, answer.ok ? answer.value.pushKey : undefined)
  const pushOn = preferences.isOn('push')
  const isSubscribed = pushOn && push === 'ready' && (await calls.push.switchOn()) === 'on'
  return linesOf(
    {
      standing,
      notificationsOn: preferences.isOn('notifications'),
      hasWorker: (await workerOrNull()) !== null,
      isShown,
      soundOn,
      chimed,
      doesServerAnswer: answer.ok,
      push,
      pushOn,
      isSubscribed,
      level: calls.levelOf(roomId),
      quiet: quietWords(calls.quietUntil, client.serverNow()),
    },
    moreWords().attention,
  )
}

/** Shows a notification, and answers whether the browser has it a moment later. */
async function showTest(): Promise<boolean> {
  const { testTitle, testBody } = moreWords().attention
  const options = { body: testBody, tag: TAG, icon: '/icon-192.png', silent: true }
  try {
    const worker = await workerOrNull()
    if (!worker) return await shownByItself(testTitle, options)
    await worker.showNotification(testTitle, options)
    for (let look = 0; look < LOOKS_MAX; look++) {
      if ((await worker.getNotifications({ tag: TAG })).length > 0) return true
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
    }
    return false
  } catch {
    return false
  }
}

function shownByItself(title: string, options: NotificationOptions): Promise<boolean> {
  return new Promise((resolve) => {
    const notification = new Notification(title, options)
    notification.addEventListener('show', () => resolve(true))
    notification.addEventListener('error', () => resolve(false))
    setTimeout(() => resolve(false), LOOK_EVERY_MS * LOOKS_MAX)
  })
}
