import type { ByteRange } from '../files/file-storage.ts'

/**
 * What a `Range` header asks for of so many bytes: `all` when there is none, or none this server answers (several at once, another unit),
 * which by RFC 9110 it may pass over; `nothing` when the file ends before it.
 */
export function readRange(header: string | undefined, bytes: number): ByteRange | 'all' | 'nothing' {
  const parts = /^bytes=(\d*)-(\d*)$/.exec(header ?? '')
  const [first, last] = [parts?.[1] ?? '', parts?.[2] ?? '']
  if (first === '' && last === '') return 'all'
  if (first === '') {
    const length = Math.min(Number(last), bytes)
    return length > 0 ? { start: bytes - length, end: bytes - 1 } : 'nothing'
  }
  const start = Number(first)
  const end = last === '' ? bytes - 1 : Math.min(Number(last), bytes - 1)
  if (last !== '' && Number(last) < start) return 'all'
  return start < bytes ? { start, end } : 'nothing'
}
