import type { Client, TakenIdentity } from '@confab/client'
import { replaceEverything } from '../storage/everything.ts'
import { takeOver } from './take-over.ts'

/**
 * Goes on here as somebody else, on a page of their own. Rejects when this browser does not keep it. `left`: in how many rooms this browser was
 * somebody, who could not come back: nothing else has what proves them.
 */
export async function become(client: Client, taken: TakenIdentity, left: number): Promise<void> {
  // What is still to be kept of who it was goes first, so that nothing of it comes after.
  client.keepNow()
  await takeOver(taken)
  // It is signed out once nothing is needed of it.
  if (left > 0) await client.revoke()
  leavePage(client)
}

/** Is nobody here from now on: the server ends what proves it, and nothing is left in this browser. */
export async function signOutHere(client: Client): Promise<void> {
  client.keepNow()
  const answer = await client.revoke()
  if (!answer.ok) throw new Error(`The server did not end it: ${answer.refusal.code}.`)
  await beNobody(client)
}

/** Is nobody here from now on, and already nobody to the server. */
export async function beNobody(client: Client): Promise<void> {
  await replaceEverything(() => {})
  try {
    localStorage.clear()
  } catch {
    // Then there is nothing in it.
  }
  leavePage(client)
}

// Another person's page: nothing of this one's goes on.
function leavePage(client: Client): void {
  client.close()
  location.replace('/')
}
