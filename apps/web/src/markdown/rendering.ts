import type { Link } from '@confab/markdown/tree'
import type { MemberId } from '@confab/protocol'
import { createContext, type Snippet } from 'svelte'

/** What the parts of one message ask of the whole. */
export type Rendering = {
  /** Draws a mention: only who shows the room knows the names. */
  readonly mention: Snippet<[MemberId]> | undefined
  /** The words that were searched for. */
  readonly hits: readonly string[]
  /** Asks before a link is followed that does not say where it leads. */
  ask(link: Link): void
}

export const [useRendering, provideRendering] = createContext<Rendering>()
