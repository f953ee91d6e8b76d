import type { Words } from './en.ts'
import { composer } from './fr/composer.ts'
import { entering } from './fr/entering.ts'
import { lobby } from './fr/lobby.ts'
import { markdown } from './fr/markdown.ts'
import { people } from './fr/people.ts'
import { room } from './fr/room.ts'
import { timeline } from './fr/timeline.ts'
import { ui } from './fr/ui.ts'

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
