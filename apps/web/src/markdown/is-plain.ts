// What Markdown, links and mentions begin with. A body that has none of it looks the same drawn letter by letter, and most
// have none: they cost no library. Doubtful ones count as markup.
const MARKUP =
  /[\\`*_[<|]|~~|:\/\/|mailto:|^[ \t]*(?:#{1,6}(?:[ \t]|$)|>|[-+](?:[ \t]|$)|--|\d{1,9}[.)](?:[ \t]|$))/im

/** Whether a body is mere text: no markup, no link, no mention. */
export function isPlain(body: string): boolean {
  return !MARKUP.test(body)
}
