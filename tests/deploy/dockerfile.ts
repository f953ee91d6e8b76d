/** One instruction of a Dockerfile, its continued lines joined. */
export type Instruction = { name: string; text: string }

/** One stage: what it begins with, its name if it has one, and what it does. */
export type Stage = { base: string; name: string | null; instructions: Instruction[] }

/** What one `COPY` takes from where, and puts where. */
export type Copy = { from: string | null; sources: string[]; target: string }

/** Reads a Dockerfile as far as ours goes: no here-documents, no escapes but a line's end. */
export function readDockerfile(text: string): { args: Map<string, string>; stages: Stage[] } {
  const args = new Map<string, string>()
  const stages: Stage[] = []
  const lines = text.replace(/^#.*\n/gm, '').replace(/\\\n\s*/g, '')
  for (const [, name = '', rest = ''] of lines.matchAll(/^([A-Z]+) (.*)$/gm)) {
    const stage = stages.at(-1)
    if (name === 'FROM') stages.push(readFrom(rest, args))
    else if (stage) stage.instructions.push({ name, text: rest })
    else if (name === 'ARG') args.set(...readArgument(rest))
  }
  return { args, stages }
}

function readFrom(text: string, args: ReadonlyMap<string, string>): Stage {
  const [base = '', , name = null] = text.split(' ')
  return { base: base.replace(/\$\{(\w+)\}/g, (_, key) => args.get(key) ?? ''), name, instructions: [] }
}

function readArgument(text: string): [string, string] {
  const [name = '', value = ''] = text.split('=')
  return [name, value]
}

/** What the stage copies, in order. */
export const copiesOf = (stage: Stage): Copy[] =>
  textsOf(stage, 'COPY').map((text) => {
    const words = text.split(' ')
    const from = words.find((word) => word.startsWith('--from='))?.slice('--from='.length) ?? null
    const paths = words.filter((word) => !word.startsWith('--'))
    return { from, sources: paths.slice(0, -1), target: paths.at(-1) ?? '' }
  })

/** Every instruction of that name in the stage. */
export const textsOf = (stage: Stage, name: string): string[] =>
  stage.instructions.filter((instruction) => instruction.name === name).map(({ text }) => text)
