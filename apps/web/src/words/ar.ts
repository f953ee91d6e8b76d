import { composer } from './ar/composer.ts'
import { entering } from './ar/entering.ts'
import { lobby } from './ar/lobby.ts'
import { markdown } from './ar/markdown.ts'
import { people } from './ar/people.ts'
import { room } from './ar/room.ts'
import { timeline } from './ar/timeline.ts'
import { ui } from './ar/ui.ts'
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
