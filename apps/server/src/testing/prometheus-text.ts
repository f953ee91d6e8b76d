const COMMENT = /^# (HELP|TYPE) ([a-zA-Z_:][a-zA-Z0-9_:]*) (.+)$/
const SAMPLE =
  /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{((?:[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\[\\"n])*",?)*)\})? (-?\d[\d.e+-]*|NaN|[+-]Inf)$/
const TYPES = ['counter', 'gauge', 'histogram', 'summary', 'untyped']

/** Reads Prometheus' text format as strictly as a scraper does: each series, with its labels as they are written, and its value. */
export function parsePrometheusText(text: string): Map<string, number> {
  if (!text.endsWith('\n')) throw new Error('the last line does not end')
  const series = new Map<string, number>()
  const types = new Map<string, string>()
  for (const line of text.split('\n')) {
    if (line === '') continue
    const comment = COMMENT.exec(line)
    if (comment) {
      const [, kind, name = '', rest = ''] = comment
      if (kind === 'HELP') continue
      if (!TYPES.includes(rest) || types.has(name)) throw new Error(`a type that cannot be: ${line}`)
      types.set(name, rest)
      continue
    }
    const sample = SAMPLE.exec(line)
    if (!sample) throw new Error(`no line of Prometheus: ${line}`)
    const [, name = '', labels, value = ''] = sample
    const family = name.replace(/_(bucket|sum|count)$/, '')
    if (!types.has(name) && types.get(family) !== 'histogram') throw new Error(`no type is known: ${line}`)
    const key = labels === undefined ? name : `${name}{${labels}}`
    if (series.has(key)) throw new Error(`told twice: ${line}`)
    series.set(key, Number(value.replace('Inf', 'Infinity')))
  }
  return series
}
