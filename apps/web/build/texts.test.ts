import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type AST, parse } from 'svelte/compiler'
import { expect, test } from 'vitest'

const folder = join(import.meta.dirname, '../src')
const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
  (file) => !/(^|\/)(gallery|testing|words)\//.test(file),
)
const components = sources.filter((file) => file.endsWith('.svelte'))
const plainFiles = sources.filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))

/** What is the same in every language: the name of the app, and a code as an example. */
const SAME_EVERYWHERE = [/Confab/g, /k7m-4qp2-x9d/g, /k7m4-4qp2-x9d0-8h3t/g]

/** Attributes and properties that people read or hear. */
const SAID =
  /^(aria-(label|description|roledescription|valuetext|placeholder)|title|placeholder|alt|label|hint)$/

type Node = { type: string; [key: string]: unknown }

/** The texts in a component that do not come from the dictionary. */
function foreignTexts(source: string): string[] {
  const found: string[] = []
  const check = (text: string) => {
    const rest = SAME_EVERYWHERE.reduce((left, known) => left.replace(known, ''), text)
    if (/\p{L}/u.test(rest)) found.push(text.trim())
  }
  /** Literals that would be shown as they are, in the branches of an expression. */
  const checkExpression = (node: Node) => {
    if (node.type === 'Literal' && typeof node.value === 'string') check(node.value)
    else if (node.type === 'TemplateLiteral') for (const part of nodesIn(node.quasis)) check(rawOf(part))
    else if (node.type === 'ConditionalExpression') {
      for (const branch of nodesIn([node.consequent, node.alternate])) checkExpression(branch)
    } else if (node.type === 'LogicalExpression' || node.type === 'BinaryExpression') {
      if (/^(\|\||\?\?|&&|\+)$/.test(String(node.operator)))
        for (const side of nodesIn([node.left, node.right])) checkExpression(side)
    }
  }
  const walk = (node: Node) => {
    if (node.type === 'Text') check(String(node.data))
    else if (node.type === 'ExpressionTag')
      for (const inside of nodesIn([node.expression])) checkExpression(inside)
    if (node.type === 'Attribute') {
      if (!SAID.test(String(node.name))) return
      for (const value of nodesIn(Array.isArray(node.value) ? node.value : [node.value])) walk(value)
      return
    }
    for (const key of [
      'fragment',
      'nodes',
      'attributes',
      'body',
      'consequent',
      'alternate',
      'fallback',
      'pending',
      'then',
      'catch',
    ]) {
      const child = node[key]
      for (const inside of nodesIn(Array.isArray(child) ? child : [child])) walk(inside)
    }
  }
  const { fragment }: AST.Root = parse(source, { modern: true })
  for (const node of nodesIn([fragment])) walk(node)
  return found
}

function nodesIn(values: unknown): Node[] {
  return Array.isArray(values) ? values.filter(isNode) : []
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value
}

function rawOf(part: Node): string {
  const { value } = part
  return typeof value === 'object' && value !== null && 'raw' in value ? String(value.raw) : ''
}

test.each(components)('every text of %s comes from the dictionary', (file) => {
  expect(foreignTexts(readFileSync(join(folder, file), 'utf8'))).toEqual([])
})

test.each([
  ['<p>Nobody is here</p>'],
  ['<button aria-label="Close"></button>'],
  ['<Button label="Close" />'],
  ['<p>{isCopied ? "Copied" : words().copy}</p>'],
  [`<p title={\`Forget \${name}\`}></p>`],
  ['{#if a}{:else}{#each b as c}<i>Hello</i>{/each}{/if}'],
  ['{#await a then b}<i>Hello</i>{/await}'],
  ['{#snippet a()}<i>Hello</i>{/snippet}'],
])('a text such as in %s would be found', (source) => {
  expect(foreignTexts(source)).toHaveLength(1)
})

test.each(plainFiles)('%s has no sentences of its own', (file) => {
  const lines = readFileSync(join(folder, file), 'utf8').split('\n')
  const sentences = lines.filter(
    (line) => /(['`])\p{Lu}\p{Ll}+ [^'`]*\1/u.test(line) && !/^\s*(\*|\/\/|\/\*)|Error\(/.test(line),
  )
  expect(sentences).toEqual([])
})
