import { composer } from './de/composer.ts'
import { entering } from './de/entering.ts'
import { lobby } from './de/lobby.ts'
import { markdown } from './de/markdown.ts'
import { people } from './de/people.ts'
import { room } from './de/room.ts'
import { timeline } from './de/timeline.ts'
import { ui } from './de/ui.ts'
import type { Words } from './en.ts'

export const words = {
  composer,
  entering,
  lobby,
  markdown,
  people,
  room,
  timeline,
  ui,
} satisfies Words
