/** What was asked for on the command line. */
export type Options = {
  isQuick: boolean
  writesPage: boolean
  onlyPage: boolean
  scenarios: readonly string[]
}

/** What can be asked for. */
export type Asked = { ok: true; options: Options } | { ok: false; reason: string }

/**
 * Reads the command line: names of scenarios (none means all; `nodes` means all that begin with `nodes-`), `--quick`, and `--page`, which writes the page from the figures
 * there are, without measuring. A full run of everything writes the page by itself.
 */
export function readOptions(args: readonly string[], known: readonly string[]): Asked {
  const flags = args.filter((arg) => arg.startsWith('-'))
  const names = args.filter((arg) => !arg.startsWith('-'))
  const wrongFlag = flags.find((flag) => flag !== '--quick' && flag !== '--page')
  const isMeant = (name: string, scenario: string) => scenario === name || scenario.startsWith(`${name}-`)
  const isChosen = (scenario: string) => names.some((name) => isMeant(name, scenario))
  const wrongName = names.find((name) => !known.some((scenario) => isMeant(name, scenario)))
  if (wrongFlag) return { ok: false, reason: `There is no ${wrongFlag}; there are --quick and --page.` }
  if (wrongName)
    return { ok: false, reason: `There is no scenario "${wrongName}"; there are ${known.join(', ')}.` }
  const isQuick = flags.includes('--quick')
  const onlyPage = flags.includes('--page')
  const isWhole = !isQuick && names.length === 0
  const scenarios = names.length > 0 ? known.filter(isChosen) : [...known]
  return { ok: true, options: { isQuick, onlyPage, writesPage: onlyPage || isWhole, scenarios } }
}
