/** SQLite's primary result codes that mean something to us. */
export const SQLITE_BUSY = 5
export const SQLITE_CORRUPT = 11
export const SQLITE_FULL = 13
export const SQLITE_NOTADB = 26

/** Whether an error is SQLite's, with one of these primary codes. */
export function isErrorCode(error: unknown, ...codes: number[]): boolean {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return false
  return codes.includes(error.errcode & 0xff)
}

/** Whether an error says that the file itself is damaged: trying again would not help, and going on could do harm. */
export const isDamage = (error: unknown): boolean => isErrorCode(error, SQLITE_CORRUPT, SQLITE_NOTADB)

/** The database cannot be trusted. The message says what is wrong with it and what to do. */
export class DatabaseDamaged extends Error {
  override name = 'DatabaseDamaged'

  constructor(databasePath: string, problem: string) {
    super(
      `The database ${databasePath} is damaged: ${problem}. ` +
        'Nothing was changed. Put a backup in its place with: confab restore --force <file>',
    )
  }
}
