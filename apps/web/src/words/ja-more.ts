import type { MoreWords } from './en-more.ts'
import { lobby } from './ja/lobby-more.ts'
import { people } from './ja/people-more.ts'
import { room } from './ja/room-more.ts'
import { share } from './ja/share.ts'

export const words = { lobby, people, room, share } satisfies MoreWords
