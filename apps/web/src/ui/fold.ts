/** A text as it is compared with what somebody types: `É` is found by `e`. */
export function fold(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
}
