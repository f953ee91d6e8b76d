/** Characters RFC 8187 lets stand in an encoded value. */
const encoded = (text: string): string =>
  encodeURIComponent(text).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)

/**
 * `Content-Disposition` as RFC 6266 has it: the name in plain letters for who knows nothing else, and as it is for everybody else. Whatever is
 * in the name, it stays one parameter of one header.
 */
export function disposition(how: 'inline' | 'attachment', name: string): string {
  const plain = name.toWellFormed().replace(/[^\x20-\x7e]|["\\%]/g, '_')
  return `${how}; filename="${plain}"; filename*=UTF-8''${encoded(name.toWellFormed())}`
}
