import type { CredentialTable } from '@confab/server/src/store/credential-table.ts'
import type { TokenHash } from '@confab/server/src/store/store.ts'
import type { CredentialState, Disk } from './memory-disk.ts'
import { isAnybody, tokensOf } from './memory-identities.ts'

/** What the simulated store knows of credentials. `soon` does something when the disk gets to it. */
export function createMemoryCredentials(disk: Disk, soon: <T>(work: () => T) => Promise<T>): CredentialTable {
  const { credentials } = disk

  function stateOf(tokenHash: TokenHash): CredentialState {
    const known = credentials.get(tokenHash)
    if (known) return known
    const none: CredentialState = { userHandle: null, passkeys: [], password: null, codes: new Map() }
    for (const mine of tokensOf(disk, tokenHash)) credentials.set(mine, none)
    return none
  }
  const asOne = <Answer>(tokenHash: TokenHash, nobody: Answer, work: (mine: CredentialState) => Answer) =>
    soon(() => (isAnybody(disk, tokenHash) ? work(stateOf(tokenHash)) : nobody))
  const all = () => [...credentials.values()]

  return {
    read: (tokenHash) =>
      soon(() => {
        if (!isAnybody(disk, tokenHash)) return null
        const { userHandle, passkeys, password, codes } = stateOf(tokenHash)
        const inOrder = passkeys.toSorted(
          (a, b) => a.createdAt - b.createdAt || (a.credentialId < b.credentialId ? -1 : 1),
        )
        const left = [...codes.values()].filter((usedBy) => usedBy === null)
        return { userHandle, passkeys: inOrder, password, recoveryCodesLeft: left.length }
      }),
    keepUserHandle: (tokenHash, offered) =>
      asOne<string | null>(tokenHash, null, (mine) => {
        mine.userHandle ??= offered
        return mine.userHandle
      }),
    addPasskey: (tokenHash, passkey, limit) =>
      asOne(tokenHash, 'forbidden', (mine) => {
        if (mine.userHandle === null) return 'forbidden'
        if (mine.passkeys.length >= limit) return 'limit-reached'
        const known = all().flatMap(({ passkeys }) => passkeys)
        if (known.some(({ credentialId }) => credentialId === passkey.credentialId)) return 'id-conflict'
        mine.passkeys.push(passkey)
        return 'done'
      }),
    findPasskey: (credentialId) =>
      soon(() => {
        for (const { userHandle, passkeys } of all()) {
          const found = passkeys.find((passkey) => passkey.credentialId === credentialId)
          if (found && userHandle !== null) return { ...found, userHandle }
        }
        return null
      }),
    removePasskey: (tokenHash, credentialId) =>
      asOne(tokenHash, false, (mine) => {
        const left = mine.passkeys.filter((passkey) => passkey.credentialId !== credentialId)
        const isGone = left.length < mine.passkeys.length
        mine.passkeys = left
        return isGone
      }),
    setPassword: (tokenHash, password) =>
      asOne(tokenHash, 'forbidden', (mine) => {
        const { loginSkeleton } = password
        const isTaken = all().some((one) => one !== mine && one.password?.loginSkeleton === loginSkeleton)
        if (isTaken) return 'name-taken'
        mine.password = password
        return 'done'
      }),
    findPassword: (loginSkeleton) =>
      soon(() => all().find(({ password }) => password?.loginSkeleton === loginSkeleton)?.password ?? null),
    removePassword: (tokenHash) =>
      asOne(tokenHash, false, (mine) => {
        const had = mine.password !== null
        mine.password = null
        return had
      }),
    setRecoveryCodes: (tokenHash, codeHashes) =>
      asOne(tokenHash, false, (mine) => {
        mine.codes = new Map(codeHashes.map((codeHash) => [codeHash, null]))
        return true
      }),
    erase: (tokenHash) =>
      asOne(tokenHash, false, () => {
        for (const mine of tokensOf(disk, tokenHash)) credentials.delete(mine)
        return true
      }),
  }
}
