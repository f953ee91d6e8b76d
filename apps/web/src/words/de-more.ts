import { announcer } from './de/announcer.ts'
import { emoji } from './de/emoji.ts'
import { install } from './de/install.ts'
import { lobby } from './de/lobby-more.ts'
import { people } from './de/people-more.ts'
import { room } from './de/room-more.ts'
import { share } from './de/share.ts'
import type { MoreWords } from './en-more.ts'

export const words = { announcer, emoji, install, lobby, people, room, share } satisfies MoreWords
