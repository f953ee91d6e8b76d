import type { Words } from './en.ts'
import { composer } from './ja/composer.ts'
import { entering } from './ja/entering.ts'
import { lobby } from './ja/lobby.ts'
import { markdown } from './ja/markdown.ts'
import { people } from './ja/people.ts'
import { room } from './ja/room.ts'
import { timeline } from './ja/timeline.ts'
import { ui } from './ja/ui.ts'

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
