import { escapeHtml } from '@confab/markdown/html-of'
import { formatRoomCode } from '@confab/protocol'
import type { OwnRoom } from '../../store/own-table.ts'
import type { Speech } from '../speech.ts'
import type { OwnWords } from './own-words.ts'
import type { OwnAbout, OwnEntry } from './read-own-part.ts'

/** Who somebody is here, and what they are in a room, as lists of words and what they stand for. */
export function createOwnFacts(speech: Speech, words: OwnWords) {
  const moment = (at: number | null) =>
    at === null
      ? words.unnamed
      : `<time datetime="${new Date(at).toISOString()}">${escapeHtml(`${speech.longDay(at)}, ${speech.time(at)}`)}</time>`
  const text = (value: string) => `<bdi>${escapeHtml(value)}</bdi>`

  /** The second of each is HTML already; what is null is left out. */
  const list = (facts: readonly (readonly [string, string | null])[]) =>
    `<dl>${facts.flatMap(([term, value]) => (value === null ? [] : [`<dt>${escapeHtml(term)}</dt><dd>${value}</dd>`])).join('')}</dl>\n`

  const part = (title: string, lists: readonly string[]) =>
    lists.length === 0 ? '' : `<h3 class="part">${escapeHtml(title)}</h3>\n${lists.join('<hr>\n')}`

  const titleOf = ({ title, code }: OwnRoom) =>
    title ? text(title) : escapeHtml(title === null && code === null ? words.untold : words.untitled)

  return {
    about({ credentials, devices, attention, rooms }: OwnAbout): string {
      const { password, passkeys, recoveryCodesLeft } = credentials
      const { quietUntil, pushes } = attention
      return [
        `<section>\n<h2>${escapeHtml(words.account)}</h2>\n`,
        list([
          [words.loginName, password ? text(password.loginName) : escapeHtml(words.none)],
          [words.passwordChanged, password && moment(password.changedAt)],
          [words.codesLeft, speech.number(recoveryCodesLeft)],
          [words.quietUntil, quietUntil === null ? null : moment(quietUntil)],
        ]),
        part(
          words.passkeys,
          passkeys.map(({ label, createdAt, usedAt }) =>
            list([
              [words.browser, text(label || words.unnamed)],
              [words.made, moment(createdAt)],
              [words.used, usedAt === null ? null : moment(usedAt)],
            ]),
          ),
        ),
        part(
          words.devices,
          devices.map(({ label, createdAt, seenAt, isThis }) =>
            list([
              [words.browser, text(label || words.unnamed) + (isThis ? ` · ${escapeHtml(words.here)}` : '')],
              [words.made, createdAt === null ? null : moment(createdAt)],
              [words.used, seenAt === null ? null : moment(seenAt)],
            ]),
          ),
        ),
        part(
          words.pushes,
          pushes.map(({ host, keptAt }) =>
            list([
              [words.service, text(host)],
              [words.made, moment(keptAt)],
            ]),
          ),
        ),
        '</section>\n',
        `<nav aria-labelledby="rooms">\n<h2 id="rooms">${escapeHtml(words.rooms)}</h2>\n<ul>`,
        ...rooms.map((room) => `<li><a href="#r${room.roomId}">${titleOf(room)}</a></li>`),
        '</ul>\n</nav>\n',
      ].join('')
    },

    room({ room, reports, ignored }: Extract<OwnEntry, { kind: 'room' }>): string {
      const { name, role, joinedAt, mutedUntil } = room.member
      return `<section id="r${room.roomId}">\n<h2>${titleOf(room)}</h2>\n${list([
        [words.yourName, text(name)],
        [words.yourRole, escapeHtml(words.roles[role])],
        [words.joined, moment(joinedAt)],
        [words.code, room.code === null ? null : `<code>${escapeHtml(formatRoomCode(room.code))}</code>`],
        [words.mutedUntil, mutedUntil === undefined ? null : moment(mutedUntil)],
        [words.readUpTo, speech.number(room.lastRead)],
        [words.called, escapeHtml(words.levels[room.level])],
        [words.ignored, ignored.length === 0 ? null : speech.number(ignored.length)],
      ])}${part(
        words.reported,
        reports.map(({ note, reportedAt }) =>
          list([
            [words.sent, moment(reportedAt)],
            [words.note, note === '' ? null : text(note)],
          ]),
        ),
      )}`
    },
  }
}
