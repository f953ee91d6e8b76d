const CONTROLS = /[\u202a-\u202e\u2066-\u2069]/g

/**
 * Without the marks that turn the direction of what follows. Paragraphs keep them, because each is isolated; in an address and in
 * code they only serve to show something else than what is there.
 */
export function withoutTurns(text: string): string {
  return text.replace(CONTROLS, '')
}
