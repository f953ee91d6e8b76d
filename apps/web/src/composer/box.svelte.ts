import { insertText } from '../room/insert-text.ts'
import { bodyFrom, type MentionRange, type WrittenText } from '../room/written-text.ts'
import { bodyOf, fitnessOf } from './body.ts'
import type { Completing } from './completion/completing.ts'

type Aids = typeof import('./aids.ts')

/** Texts whose mentions are remembered, so that undo brings them back with their text. */
const REMEMBERED_MAX = 50

/** What stands in the message box: a text, whom it mentions, and where one is in it. */
export class MessageBox {
  /** Not there in the first moment; until then there are no mentions to mind. */
  aids = $state.raw<Aids | null>(null)
  field = $state.raw<HTMLTextAreaElement | null>(null)
  text = $state('')
  mentions = $state.raw<readonly MentionRange[]>([])
  /** What is being written and could be completed. */
  completing = $state.raw<Completing | null>(null)
  /** Somebody tried to post what is too long. */
  isExplained = $state(false)
  /** As it would be posted. */
  readonly body = $derived(bodyOf(bodyFrom({ text: this.text, mentions: this.mentions })))
  readonly fitness = $derived.by(() => fitnessOf(this.body, this.#lengthMax()))
  readonly #onchange: () => void
  readonly #lengthMax: () => number
  /** The text the mentions belong to. */
  #known = ''
  readonly #remembered = new Map<string, readonly MentionRange[]>()
  #caret = 0

  constructor(onchange: () => void, lengthMax: () => number) {
    this.#onchange = onchange
    this.#lengthMax = lengthMax
  }

  /** Gets what helps with more than plain words; null without a network. */
  async load(): Promise<Aids | null> {
    try {
      this.aids ??= await import('./aids.ts')
      // Whoever wrote something before is helped from here on.
      if (this.caret === this.#caret) this.#complete()
    } catch {
      // Plain words can be written all the same.
    }
    return this.aids
  }

  get caret(): number {
    return this.field?.selectionStart ?? this.text.length
  }

  /** The field was written in, by whatever way. */
  changed(): void {
    const text = this.field?.value ?? this.text
    const caret = this.caret
    const written = { text: this.#known, mentions: this.mentions }
    this.#know(text, this.#remembered.get(text) ?? this.aids?.mentionsAfter(written, text, caret) ?? [])
    this.isExplained = false
    this.#caret = caret
    this.#complete()
    this.#onchange()
  }

  /** The caret went elsewhere: what was being written there is finished. */
  moved(): void {
    if (this.caret !== this.#caret) this.completing = null
  }

  /** Leaves what is being written as it is; the list stays away until something else is begun. */
  dismiss(): void {
    if (this.completing) this.completing = { ...this.completing, isDismissed: true }
  }

  /** Writes in the place of a part, as if it were typed. `select` is the part of it that is selected then; its end is where one goes on. */
  replace(from: number, to: number, written: WrittenText, select = [written.text.length]): void {
    if (!this.field) return
    const mentions = this.aids?.mentionsWith(this.mentions, from, to, written) ?? []
    insertText(this.field, written.text, from, to)
    this.#know(this.field.value, mentions)
    const [start = 0, end = start] = select
    this.field.setSelectionRange(from + start, from + end)
    this.#caret = this.caret
    this.completing = null
    this.#onchange()
  }

  /** Writes where one is. */
  insert(text: string): void {
    const { selectionStart: from, selectionEnd: to } = this.field ?? { selectionStart: 0, selectionEnd: 0 }
    this.replace(from, to, { text, mentions: [] })
  }

  /** Puts signs around the selection, which stays one. False when nothing is selected. */
  wrap(opening: string, closing: string): boolean {
    if (!this.field) return false
    const { selectionStart: from, selectionEnd: to } = this.field
    if (from === to) return false
    const text = opening + this.text.slice(from, to) + closing
    const mentions = this.mentions
      .filter((mention) => mention.from >= from && mention.to <= to)
      .map((mention) => ({
        ...mention,
        from: mention.from - from + opening.length,
        to: mention.to - from + opening.length,
      }))
    this.replace(from, to, { text, mentions }, [opening.length, text.length - closing.length])
    return true
  }

  /** Puts a text there that was kept, with nothing to undo. */
  restore({ text, mentions }: WrittenText): void {
    this.text = text
    this.#know(text, mentions)
  }

  clear(): void {
    this.restore({ text: '', mentions: [] })
    this.#remembered.clear()
    this.completing = null
    this.isExplained = false
  }

  #complete(): void {
    const { aids, text, caret, mentions } = this
    const isPoint = caret === this.field?.selectionEnd
    this.completing = isPoint ? (aids?.completingAt(text, caret, mentions, this.completing) ?? null) : null
  }

  #know(text: string, mentions: readonly MentionRange[]): void {
    this.text = text
    this.#known = text
    this.mentions = mentions
    if (mentions.length === 0) return
    this.#remembered.delete(text)
    this.#remembered.set(text, mentions)
    const [oldest] = this.#remembered.keys()
    if (this.#remembered.size > REMEMBERED_MAX && oldest !== undefined) this.#remembered.delete(oldest)
  }
}
