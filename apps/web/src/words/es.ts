import type { Words } from './en.ts'
import { composer } from './es/composer.ts'
import { entering } from './es/entering.ts'
import { lobby } from './es/lobby.ts'
import { markdown } from './es/markdown.ts'
import { people } from './es/people.ts'
import { room } from './es/room.ts'
import { timeline } from './es/timeline.ts'
import { ui } from './es/ui.ts'

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
