/** One line of what is copied. */
export type CopiedLine = { time: string; author: string; text: string }

/** Several messages as text: `[14:02] Ana: text`, each from a line of its own. */
export function copiedText(lines: readonly CopiedLine[]): string {
  return lines.map(({ time, author, text }) => `[${time}] ${author}: ${text}`).join('\n')
}
