/**
 * What must not be stored or shown: C0 and C1 controls except tab and newline (terminals and logs act on them), line and
 * paragraph separators, bidi overrides and isolates (they reorder what stands beside them), noncharacters, and tag
 * characters (they hide a text) but for the few after a black flag that make it the flag of England, Scotland or Wales.
 */
const UNSAFE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: refusing control characters is what this is for
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufff9-\ufffb\ufffe\uffff\u{e0001}-\u{e001f}]|(?<!\u{1f3f4}[\u{e0030}-\u{e007a}]{0,5})[\u{e0020}-\u{e007f}]/u
const UNSAFE_EVERYWHERE = new RegExp(UNSAFE.source, 'gu')

/** Whether a text may be stored and shown as it is: well-formed Unicode without controls and direction overrides. */
export function isCleanText(text: string): boolean {
  return text.isWellFormed() && !UNSAFE.test(text)
}

/** The same text as a body may carry it: newlines unified, what `isCleanText` refuses taken out. Clients call it before posting. */
export function cleanText(text: string): string {
  return text
    .replace(/\r\n?|[\u2028\u2029]/g, '\n')
    .toWellFormed()
    .replace(UNSAFE_EVERYWHERE, '')
}

/** Whether there is something to see: not only spaces, joiners, fillers and marks that show nothing. */
export function isVisibleText(text: string): boolean {
  return /[^\s\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cf}\p{Mn}\u2800\u115f\u1160\u3164\uffa0]/u.test(text)
}
