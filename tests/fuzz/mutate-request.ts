import type { Chance } from '../simulation/chance.ts'
import { mutateBytes } from './mutate-bytes.ts'

/** Ways to the same place, or out of it, that some reader or other takes. */
const PATH_PARTS: readonly string[] = [
  ...[
    '..',
    '.',
    '%2e%2e',
    '%2e',
    '..%2f',
    '%2f',
    '%2F..',
    '..%5c',
    '%5c',
    '\\',
    '//',
    ';',
    ';x',
    '..;',
    '%00',
    '\u0000',
  ],
  ...[
    '%',
    '%zz',
    '%ff',
    '%c0%af',
    '%u002e',
    '%252e%252e',
    '.',
    '...',
    ' ',
    '%20',
    '\t',
    '~',
    '*',
    '?',
    '#',
    '?a[]=1',
  ],
  ...[
    'etc/passwd',
    'package.json',
    'main.js',
    '.git/config',
    'secret.txt',
    'x'.repeat(300),
    'x'.repeat(20_000),
    'é',
    '😀',
  ],
]

const METHODS: readonly string[] = [
  ...[
    'GET',
    'HEAD',
    'POST',
    'PUT',
    'PATCH',
    'DELETE',
    'OPTIONS',
    'TRACE',
    'CONNECT',
    'PROPFIND',
    'PURGE',
    'QUERY',
    'PRI',
  ],
  ...['get', 'G\u0000ET', 'GETGET', '', 'X'.repeat(200)],
]

const HEADERS: readonly string[] = [
  ...[
    'Content-Length: 0',
    'Content-Length: 5',
    'Content-Length: -1',
    'Content-Length: 1e3',
    'Content-Length: 99999999999999999999',
  ],
  ...[
    'Transfer-Encoding: chunked',
    'Transfer-Encoding: chunked, identity',
    'Transfer-Encoding: xchunked',
    'Transfer-Encoding:\tchunked',
  ],
  ...[
    'Transfer-Encoding : chunked',
    'Content-Length: 3\r\nContent-Length: 4',
    'Content-Length: 4, 4',
    'Expect: 100-continue',
    'Expect: 1',
  ],
  ...[
    'Content-Type: application/json',
    'Content-Type: application/json\ta',
    'Content-Type: application/json x',
    'Content-Type: text/plain',
  ],
  ...[
    'Content-Type: application/json; charset=utf-7',
    'Content-Type: multipart/form-data; boundary=',
    'Content-Type: /',
    'Content-Type: \u0001',
  ],
  ...[
    'Range: bytes=0-',
    'Range: bytes=-1',
    'Range: bytes=5-2',
    'Range: bytes=0-0,1-1,2-2',
    'Range: bytes=99999999999-',
    'Range: x',
  ],
  ...[
    'If-None-Match: *',
    'If-None-Match: W/"',
    'If-Modified-Since: never',
    'If-Range: "a"',
    'Accept-Encoding: br, gzip;q=0, *;q=2',
  ],
  ...[
    'Accept-Encoding: \u00ff',
    'Accept: */*;q=x',
    'Origin: null',
    'Origin: http://127.0.0.1.evil.example',
    'Origin: ://',
    'Origin: file://',
  ],
  ...[
    'Host: evil.example',
    'Host: a b',
    'Host: [::1',
    'Host:',
    'X-Forwarded-For: ::1',
    'X-Forwarded-For: not an address',
    'X-Forwarded-For: ,,,',
  ],
  ...[
    'X-Forwarded-Proto: https',
    'X-Forwarded-Host: evil.example',
    'X-HTTP-Method-Override: DELETE',
    'Connection: close',
    'Connection: x',
  ],
  ...[
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Upgrade: h2c',
    'HTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA',
    'Sec-WebSocket-Version: 13',
  ],
  ...[
    'Sec-WebSocket-Version: 8',
    'Sec-WebSocket-Key: AQIDBAUGBwgJCgsMDQ4PEA==',
    'Sec-WebSocket-Key: x',
    'Sec-WebSocket-Protocol: confab.1',
  ],
  ...[
    'Sec-WebSocket-Protocol: ,',
    'Sec-WebSocket-Protocol: confab.0',
    'Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=99',
  ],
  ...[
    'Sec-WebSocket-Extensions: ;;;',
    'Cookie: a=b; a=c',
    'Authorization: Bearer x',
    ' folded: line',
    ': nameless',
    'No colon',
    '__proto__: x',
  ],
  ...[
    'constructor: x',
    `X-Long: ${'x'.repeat(30_000)}`,
    'X-Null: a\u0000b',
    'X-Line: a\rb',
    'X-Latin: \u00e9',
  ],
]

const BODIES: readonly string[] = [
  ...[
    '',
    '{}',
    '{"a":',
    '__proto__=1',
    '5\r\nhello\r\n0\r\n\r\n',
    '0\r\n\r\n',
    'ffffffffffffffff\r\n',
    '-1\r\n\r\n',
    '5;ext=\r\nhello\r\n0\r\n\r\n',
  ],
  ...['GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n', 'x'.repeat(100_000)],
]

/** A raw request with some things changed in it: its method, its path, its version, its headers, its body, or bytes of it. */
export function mutateRequest(
  request: string,
  others: readonly string[],
  changes: number,
  chance: Chance,
): Buffer {
  let text = request
  for (let i = 0; i < changes; i++) text = change(text, others, chance)
  const bytes = Buffer.from(text)
  return chance.happens(0.15) ? mutateBytes(bytes, Buffer.from(chance.pick(others)), chance) : bytes
}

function change(request: string, others: readonly string[], chance: Chance): string {
  const headEnd = request.indexOf('\r\n\r\n')
  const head = headEnd < 0 ? request : request.slice(0, headEnd)
  const body = headEnd < 0 ? '' : request.slice(headEnd + 4)
  const [line = '', ...headers] = head.split('\r\n')
  const [method = '', path = '', version = ''] = line.split(' ')
  const written = (parts: { line?: string; headers?: string[]; body?: string }) =>
    `${[parts.line ?? line, ...(parts.headers ?? headers)].join('\r\n')}\r\n\r\n${parts.body ?? body}`
  const place = chance.below(headers.length + 1)
  switch (chance.below(13)) {
    case 0:
      return written({ line: `${chance.pick(METHODS)} ${path} ${version}` })
    case 1:
    case 2:
    case 3:
      return written({ line: `${method} ${oddPath(path, chance)} ${version}` })
    case 4: {
      const absolute = chance.pick([
        'http://127.0.0.1',
        'http://evil.example',
        'file://',
        '//evil.example',
        '*',
        'ws://127.0.0.1',
      ])
      return written({ line: `${method} ${absolute}${path} ${version}` })
    }
    case 5: {
      const odd = chance.pick([
        'HTTP/0.9',
        'HTTP/1.0',
        'HTTP/1.2',
        'HTTP/2.0',
        'HTTP/9',
        '',
        'HTTPS/1.1',
        'HTTP/1.1 x',
      ])
      return written({ line: `${method} ${path} ${odd}` })
    }
    case 6:
      return written({ headers: headers.toSpliced(place, 1) })
    case 7:
      return written({ body: chance.pick(BODIES) })
    case 8:
      return request + chance.pick(others)
    case 9: {
      const many = Array.from({ length: chance.pick([50, 3_000]) }, (_, i) => `X-${i}: ${i}`)
      return chance.happens(0.2)
        ? written({ headers: [...headers, ...many] })
        : written({ headers: [...headers, ...headers] })
    }
    default:
      return written({ headers: headers.toSpliced(place, chance.below(2), chance.pick(HEADERS)) })
  }
}

function oddPath(path: string, chance: Chance): string {
  const parts = path.split('/')
  const place = 1 + chance.below(parts.length)
  const odd = Array.from({ length: 1 + chance.below(4) }, () => chance.pick(PATH_PARTS))
  switch (chance.below(4)) {
    case 0:
      return parts.toSpliced(place, 0, ...odd).join('/')
    case 1:
      return path + odd.join('')
    case 2:
      return `/${odd.join('/')}${path}`
    default:
      return chance.happens(0.5)
        ? path.toUpperCase()
        : [...path].map((c) => `%${c.charCodeAt(0).toString(16)}`).join('')
  }
}
