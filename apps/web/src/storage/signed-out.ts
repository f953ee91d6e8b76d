import type { Client } from '@confab/client'
import { forgetWhoWasSignedOut } from './everything.ts'

/** The close code of an identity that is over. */
const TOKEN_REVOKED = 4401

/** When it is looked again, in milliseconds: something may have been on its way to the disk. */
const AGAIN_MS = 2_000

/**
 * Whoever is signed out here, by themselves or from another device, leaves nothing on this one: a phone that was lost has nothing to read. What is
 * on the screen stays until it is put away. Answers what calls it off.
 */
export function forgetOnceSignedOut(client: Client): () => void {
  let isOver = false
  const look = () => {
    const { connection } = client
    if (isOver || connection.name !== 'stopped' || connection.code !== TOKEN_REVOKED) return
    isOver = true
    client.keepNow()
    // A browser that does not let go of it has nobody to tell.
    const forget = () => void forgetWhoWasSignedOut().catch(() => {})
    forget()
    setTimeout(forget, AGAIN_MS)
  }
  const stop = client.subscribe(look)
  look()
  return stop
}
