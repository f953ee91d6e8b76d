import type { MemberId } from '@confab/protocol'

/** A message as it is drawn: blocks from top to bottom. Nothing else than these can come on the screen. */
export type Tree = readonly Block[]

export type Block =
  | { kind: 'paragraph'; inlines: readonly Inline[] }
  | { kind: 'heading'; level: number; inlines: readonly Inline[] }
  | { kind: 'quote'; blocks: readonly Block[] }
  | List
  /** `language` is the first word behind the fence, as it was written; empty when there is none. */
  | { kind: 'code'; language: string; text: string }
  | Table
  | { kind: 'rule' }

/** `start` is the number of the first item; null where points stand instead of numbers. */
export type List = { kind: 'list'; start: number | null; items: readonly ListItem[] }

/** `isDone` is null for an item that is no task. */
export type ListItem = { isDone: boolean | null; blocks: readonly Block[] }

export type Align = 'start' | 'center' | 'end'

export type Table = {
  kind: 'table'
  aligns: readonly Align[]
  head: readonly Cell[]
  rows: readonly (readonly Cell[])[]
}

export type Cell = readonly Inline[]

export type Inline =
  /** Line breaks stand in the text as they were typed. */
  | { kind: 'text'; text: string }
  | { kind: 'emphasis' | 'strong' | 'strike'; inlines: readonly Inline[] }
  | { kind: 'code'; text: string }
  | Link
  | { kind: 'mention'; memberId: MemberId }

/** `href` is a whole http, https or mailto address. `isHonest`: what stands there is the address itself. */
export type Link = { kind: 'link'; href: string; isHonest: boolean; inlines: readonly Inline[] }
