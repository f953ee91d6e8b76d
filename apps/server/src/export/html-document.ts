import { hash } from 'node:crypto'
import { escapeHtml } from '@confab/markdown/html-of'
import type { ExportDocument } from './document.ts'
import { createHtmlMessages } from './html-message.ts'
import { EXPORT_STYLE } from './html-style.ts'
import type { ExportPart } from './read-part.ts'
import type { Speech } from './speech.ts'

const STYLE_HASH = hash('sha256', EXPORT_STYLE, 'base64')

/** Pictures from within the page itself, this one style, and nothing else: even what slipped in could not run, load or send anything. */
const POLICY = [
  "default-src 'none'",
  'img-src data:',
  `style-src 'sha256-${STYLE_HASH}'`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ')

/** The app's mark, drawn into the page. */
export const EXPORT_MARK =
  '<svg viewBox="0 0 28 28" width="26" height="26" aria-hidden="true"><path d="M4 8a4 4 0 0 1 4-4h8a4 4 0 0 1 4 4v3a4 4 0 0 1-4 4h-6l-4 3.5V15a4 4 0 0 1-2-3.5z"/><path class="answer" d="M24 13.5a4 4 0 0 1 1 2.7v2a4 4 0 0 1-2 3.5V25l-3.6-3h-5.6a4 4 0 0 1-3.6-2.3l.8-.7h5A5.5 5.5 0 0 0 22 13z"/></svg>'

/** A conversation as one page that needs nothing besides itself: no server, no script, no font. */
export function createHtmlDocument(speech: Speech): ExportDocument {
  const { words, language, direction } = speech

  function begin({ room, from }: ExportPart): string {
    const title = escapeHtml(room.title || words.conversation)
    const when = escapeHtml(words.exported(speech.longDay(from.at)))
    return `<!doctype html>
<html lang="${language}" dir="${direction}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${EXPORT_STYLE}</style>
</head>
<body>
<header class="cover">
<p class="mark">${EXPORT_MARK}<span>Confab</span></p>
<h1><bdi>${title}</bdi></h1>
<p>${when}<br><small>${escapeHtml(words.timesOf(speech.zone))}</small></p>
</header>
<main>
`
  }

  function end(_part: ExportPart, count: number): string {
    const said = count === 0 ? words.nothing : words.messages(count, speech.number(count))
    return `${count === 0 ? '' : '</section>\n'}</main>
<footer><p>${escapeHtml(said)}</p></footer>
</body>
</html>
`
  }

  return { mediaType: 'text/html; charset=utf-8', begin, write: createHtmlMessages(speech), end }
}
