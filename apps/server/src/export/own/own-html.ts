import { hash } from 'node:crypto'
import { escapeHtml, htmlOf } from '@confab/markdown/html-of'
import { parse } from '@confab/markdown/parse'
import { EXPORT_MARK } from '../html-document.ts'
import { EXPORT_STYLE } from '../html-style.ts'
import { isPicture } from '../picture.ts'
import type { Speech } from '../speech.ts'
import { archivedPath } from './archived-path.ts'
import type { OwnDocument } from './own-document.ts'
import { createOwnFacts } from './own-html-facts.ts'
import { OWN_WORDS } from './own-words.ts'
import type { OwnEntry, OwnPart } from './read-own-part.ts'

const STYLE = `${EXPORT_STYLE}
section{content-visibility:visible}
article{content-visibility:auto;contain-intrinsic-size:auto 3rem}
h2{position:static;margin-block:3rem .5rem;padding:0;background:none;color:var(--ink);font-size:1.35rem;font-weight:700;letter-spacing:-.015em}
h3.part{margin-block:1.5rem .35rem;font-size:1rem;font-weight:680}
h3.day{position:sticky;top:0;z-index:1;margin-block:1.5rem .25rem;padding-block:.7rem;background:linear-gradient(var(--paper) 75%,transparent);color:var(--soft);font-size:.8125rem;font-weight:650}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.15rem 1.25rem}
dt{color:var(--soft)}
dd time{color:inherit;font-size:inherit}
dd{min-width:0;overflow-wrap:anywhere}
nav ul{list-style:none;columns:2 16rem}
nav li{padding-block:.15rem;break-inside:avoid}
article{padding-inline-start:3.75rem;margin-block:.35rem}
article>time,article:hover>time{inset-inline-start:0;top:.2rem;width:auto;opacity:1;font-size:.75rem}
details{margin-block:.2rem;font-size:.875rem;color:var(--soft)}
details ol{list-style:none;padding-inline-start:.75rem;border-inline-start:3px solid var(--line-strong)}
.files a{font-weight:600;margin-inline-end:.5rem}
.mine{padding-inline-start:3.75rem}
@media (max-width:32rem){article,.mine{padding-inline-start:0}article>time{display:inline;position:static}dl{grid-template-columns:1fr}dd{margin-block-end:.4rem}}
`

const STYLE_HASH = hash('sha256', STYLE, 'base64')

/** Pictures that lie beside the page, this one style, and nothing else. Where a page is opened from a disk, its own place is a scheme. */
const POLICY = [
  "default-src 'none'",
  "img-src 'self' file:",
  `style-src 'sha256-${STYLE_HASH}'`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ')

/** What ends a list of reactions. */
const REACTED = '</ul></div>\n'

/** Everything of one's own as a page that needs nothing besides the archive it lies in: no server, no script, no font. */
export function createOwnHtml(speech: Speech): OwnDocument {
  const words = OWN_WORDS[speech.language] ?? OWN_WORDS.en
  const { words: said } = speech
  const facts = createOwnFacts(speech, words)
  const addressOf = (path: string) => escapeHtml(path.split('/').map(encodeURIComponent).join('/'))

  function begin({ from, about }: OwnPart): string {
    const title = escapeHtml(words.title)
    return `<!doctype html>
<html lang="${speech.language}" dir="${speech.direction}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${STYLE}</style>
</head>
<body>
<header class="cover">
<p class="mark">${EXPORT_MARK}<span>Confab</span></p>
<h1>${title}</h1>
<p>${escapeHtml(words.means)}<br><small>${escapeHtml(said.exported(speech.longDay(from.at)))} · ${escapeHtml(said.timesOf(speech.zone))}</small></p>
</header>
<main>
${about ? facts.about(about) : ''}`
  }

  function message({ message, edits }: Extract<OwnEntry, { kind: 'message' }>, lastAt: number): string {
    const { postedAt, body, files = [], replyTo } = message
    const isNewDay = lastAt === 0 || speech.dayOf(lastAt) !== speech.dayOf(postedAt)
    const day = isNewDay ? `<h3 class="day">${escapeHtml(speech.longDay(postedAt))}</h3>\n` : ''
    const time = `<time datetime="${new Date(postedAt).toISOString()}">${escapeHtml(speech.time(postedAt))}</time>`
    const answer = replyTo === undefined ? '' : `<p class="reply gone">${escapeHtml(words.isAnswer)}</p>`
    const pictures = files.filter(isPicture).map((file) => {
      const size = file.width && file.height ? ` width="${file.width}" height="${file.height}"` : ''
      const at = addressOf(archivedPath(file, postedAt))
      return `<li><a href="${at}"><img loading="lazy" alt="${escapeHtml(file.name)}"${size} src="${at}"></a></li>`
    })
    const others = files
      .filter((file) => !isPicture(file))
      .map((file) => {
        const at = addressOf(archivedPath(file, postedAt))
        return `<li><a href="${at}" dir="auto">${escapeHtml(file.name)}</a><small>${escapeHtml(speech.size(file.bytes))}</small></li>`
      })
    const earlier = edits.map(
      (edit) =>
        `<li><small>${escapeHtml(moment(edit.replacedAt))}</small><div dir="auto">${textOf(edit.body)}</div></li>`,
    )
    return [
      `${day}<article>${time}${answer}`,
      body === '' ? '' : `<div class="body" dir="auto">${textOf(body)}</div>`,
      pictures.length > 0
        ? `<ul class="pictures${pictures.length === 1 ? ' single' : ''}">${pictures.join('')}</ul>`
        : '',
      others.length > 0 ? `<ul class="files">${others.join('')}</ul>` : '',
      earlier.length > 0
        ? `<details><summary>${escapeHtml(words.earlier)}</summary><ol>${earlier.join('')}</ol></details>`
        : '',
      '</article>\n',
    ].join('')
  }

  const moment = (at: number) => `${speech.longDay(at)}, ${speech.time(at)}`
  // Who was called in it is somebody else: their names are theirs.
  const textOf = (body: string) => htmlOf(parse(body), () => null)

  return {
    mediaType: 'text/html; charset=utf-8',
    begin,
    write(entry, { hasRoom, lastAt, isReacting }) {
      if (entry.kind === 'reaction') {
        const label = `<small>${escapeHtml(words.reacted)}</small>`
        const open = isReacting ? '' : `<div class="mine">${label}<ul class="reactions">`
        return `${open}<li>${escapeHtml(entry.emoji)}</li>`
      }
      const closed = isReacting ? REACTED : ''
      if (entry.kind === 'message') return `${closed}${message(entry, lastAt)}`
      return `${closed}${hasRoom ? '</section>\n' : ''}${facts.room(entry)}`
    },
    pause: ({ isReacting }) => (isReacting ? REACTED : ''),
    end({ to }, { hasRoom, isReacting }) {
      const { messages } = to.counts
      return `${isReacting ? REACTED : ''}${hasRoom ? '</section>\n' : ''}</main>
<footer><p>${escapeHtml(said.messages(messages, speech.number(messages)))}</p></footer>
</body>
</html>
`
    },
  }
}
