import { createHmac } from 'node:crypto'

/**
 * Names address blocks so that nodes with the same key can tell each other of one, and whoever carries or keeps the word learns
 * only that two are the same: there are so few addresses that without a key a hash of one hides nothing.
 */
export function hideBlocks(key: Uint8Array): (block: string) => string {
  return (block) =>
    createHmac('sha256', key).update(`address block ${block}`).digest('base64url').slice(0, 22)
}
