import { composer } from './en/composer.ts'
import { entering } from './en/entering.ts'
import { lobby } from './en/lobby.ts'
import { markdown } from './en/markdown.ts'
import { people } from './en/people.ts'
import { room } from './en/room.ts'
import { timeline } from './en/timeline.ts'
import { ui } from './en/ui.ts'

/**
 * Every text that is needed to come in, read and answer, by feature; the others are in `en-more.ts`. English is the measure:
 * what it has, the other languages have, and nothing else.
 */
export const words = { composer, entering, lobby, markdown, people, room, timeline, ui }

export type Words = typeof words
