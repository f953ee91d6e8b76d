import {
  type DeviceTable,
  deviceIdOf,
  deviceOf,
  type SignInProof,
} from '@confab/server/src/store/device-table.ts'
import type { TokenHash } from '@confab/server/src/store/store.ts'
import { endAttention } from './memory-attention.ts'
import type { Disk } from './memory-disk.ts'
import { addToken, handedRooms, isAnybody, tokensOf } from './memory-identities.ts'

/** What the simulated store knows of devices. `soon` does something when the disk gets to it, `now` tells its time. */
export function createMemoryDevices(
  disk: Disk,
  soon: <T>(work: () => T) => Promise<T>,
  now: () => number,
): DeviceTable {
  const liveTokensOf = (tokenHash: TokenHash) =>
    [...tokensOf(disk, tokenHash)].filter((mine) => !disk.revoked.has(mine))

  /** Any token of who proved something; the one they come with, if it is theirs already. */
  function whoProved(proof: SignInProof, tokenHash: TokenHash, at: number): TokenHash | undefined {
    for (const [known, { passkeys, password, codes }] of disk.credentials) {
      if (proof.kind === 'passkey') {
        const passkey = passkeys.find(({ credentialId }) => credentialId === proof.credentialId)
        if (!passkey) continue
        Object.assign(passkey, { counter: proof.counter, isBackedUp: proof.isBackedUp, usedAt: at })
        return known
      }
      if (proof.kind === 'password') {
        if (password?.loginSkeleton === proof.loginSkeleton && password.hash === proof.hash) return known
      } else if (codes.has(proof.codeHash)) {
        const isFree = !isAnybody(disk, tokenHash) && codes.get(proof.codeHash) === null
        if (isFree) codes.set(proof.codeHash, tokenHash)
        return codes.get(proof.codeHash) === tokenHash ? known : undefined
      }
    }
    return undefined
  }

  return {
    list: (tokenHash, limit) =>
      soon(() => {
        if (!isAnybody(disk, tokenHash)) return null
        const rows = liveTokensOf(tokenHash).map((mine) => ({
          tokenHash: mine,
          ...(disk.devices.get(mine) ?? { label: '', createdAt: null, seenAt: null }),
        }))
        return rows
          .map((row) => deviceOf(row, tokenHash))
          .sort((a, b) => Number(b.isThis) - Number(a.isThis) || (b.seenAt ?? 0) - (a.seenAt ?? 0))
          .slice(0, limit)
      }),
    rooms: (tokenHash, limit) =>
      soon(() => (isAnybody(disk, tokenHash) ? handedRooms(disk, tokenHash, limit) : null)),
    note: (notes) =>
      soon(() => {
        for (const { tokenHash, label, at } of notes)
          if (isAnybody(disk, tokenHash))
            disk.devices.set(tokenHash, {
              label,
              createdAt: disk.devices.get(tokenHash)?.createdAt ?? at,
              seenAt: at,
            })
      }),
    end: (tokenHash, which) =>
      soon(() => {
        if (!isAnybody(disk, tokenHash)) return null
        const over = liveTokensOf(tokenHash).filter(
          (mine) => mine !== tokenHash && (which === 'others' || which.deviceIds.includes(deviceIdOf(mine))),
        )
        for (const other of over) {
          disk.revoked.set(other, now())
          endAttention(disk, other)
        }
        return over
      }),
    signIn: (proof, { tokenHash, label, at }, limit) =>
      soon(() => {
        const who = whoProved(proof, tokenHash, at)
        const isTheirs = who !== undefined && tokensOf(disk, who).has(tokenHash)
        if (who === undefined || disk.revoked.has(tokenHash)) return null
        if (isAnybody(disk, tokenHash) && !isTheirs) return null
        if (!isTheirs) {
          addToken(disk, who, tokenHash)
          disk.devices.set(tokenHash, { label, createdAt: at, seenAt: at })
        }
        return handedRooms(disk, tokenHash, limit)
      }),
    keepChallenge: (challengeHash, { at, after }) =>
      soon(() => {
        for (const [known, madeAt] of disk.challenges) if (madeAt <= after) disk.challenges.delete(known)
        disk.challenges.set(challengeHash, at)
      }),
    takeChallenge: (challengeHash, after) =>
      soon(() => {
        const madeAt = disk.challenges.get(challengeHash)
        disk.challenges.delete(challengeHash)
        return madeAt !== undefined && madeAt > after
      }),
  }
}
