import type { FileId } from '@confab/protocol'
import { untrack } from 'svelte'
import type { FileLinks, Link } from './file-links.svelte.ts'

/** The link one tile fetched its file by. It is kept when it ends: what is seen or heard already needs no other. */
export class KeptLink {
  #used = $state.raw<Link | null>(null)
  /** Those that did not work: one may have ended, two tell of something else. */
  #failed = $state.raw<readonly Link[]>([])
  readonly #links: FileLinks
  readonly #fileId: FileId

  /** To be made where a component is: it follows the room's links. */
  constructor(links: FileLinks, fileId: FileId) {
    this.#links = links
    this.#fileId = fileId
    $effect.pre(() => {
      const link = links.linkOf(fileId)
      untrack(() => {
        const isStuck = !this.#used || this.#failed.includes(this.#used)
        if (link && isStuck && !this.#failed.includes(link)) this.#used = link
      })
    })
  }

  get link(): Link | null {
    return this.#used
  }

  /** The server has no such file (any more), and nothing of it is here. */
  get isGone(): boolean {
    return this.#links.linkOf(this.#fileId) === null && (!this.#used || this.#failed.includes(this.#used))
  }

  /** It was tried twice. */
  get isBroken(): boolean {
    return this.#failed.length > 1
  }

  /** It did not work. Most likely it has ended: another is asked for, once. */
  fail(): void {
    if (!this.#used || this.#failed.includes(this.#used)) return
    this.#failed = [...this.#failed, this.#used]
    if (this.#failed.length === 1) this.#links.renew(this.#fileId, this.#used)
  }

  tryAgain(): void {
    if (!this.#used) return
    this.#failed = [this.#used]
    this.#links.renew(this.#fileId, this.#used)
  }
}
