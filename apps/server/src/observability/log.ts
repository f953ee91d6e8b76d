/** What a log line may carry: ids, codes, counts, times. Never text, names, room codes, tokens or whole addresses. */
export type LogFields = Record<string, string | number | boolean | null>

/** Writes one line per call. */
export interface Log {
  info(event: string, fields?: LogFields): void
  warn(event: string, fields?: LogFields): void
  error(event: string, fields?: LogFields): void
}

/** JSON lines on the standard error stream, so that standard output stays for people. */
export const jsonLog: Log = {
  info: (event, fields) => write('info', event, fields),
  warn: (event, fields) => write('warn', event, fields),
  error: (event, fields) => write('error', event, fields),
}

/** How much the log tells: from `info` everything, from `error` only what failed. */
export const LOG_LEVELS = ['info', 'warn', 'error'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]

/** The same log, without what is below a level. */
export function logFrom(level: LogLevel, log: Log): Log {
  const from = LOG_LEVELS.indexOf(level)
  const tell = (at: LogLevel): Log[LogLevel] =>
    LOG_LEVELS.indexOf(at) < from ? () => {} : (event, fields) => log[at](event, fields)
  return { info: tell('info'), warn: tell('warn'), error: tell('error') }
}

/** Says nothing. */
export const silentLog: Log = { info: () => {}, warn: () => {}, error: () => {} }

function write(level: string, event: string, fields: LogFields = {}): void {
  process.stderr.write(`${JSON.stringify({ at: new Date().toISOString(), level, event, ...fields })}\n`)
}

/** What of an error may be logged: its kind and the place it was thrown at, not its message, which may quote what was typed. */
export function errorFields(error: unknown): LogFields {
  if (!(error instanceof Error)) return { error: typeof error }
  const code = 'code' in error && typeof error.code === 'string' ? error.code : null
  return { error: error.name, code, thrown: placeOf(error) }
}

/** The first frame of the stack. What stands above it is the message, which may have lines that look like one. */
function placeOf({ stack = '', message }: Error): string | null {
  const start = stack.indexOf(message)
  const frames = start < 0 ? '' : stack.slice(start + message.length)
  return /^ +at (.+)$/m.exec(frames)?.[1] ?? null
}
