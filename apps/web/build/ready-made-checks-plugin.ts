import { eventChecksCode } from '@confab/protocol/check-code'
import type { Plugin } from 'vite'

const PROTOCOL = '/packages/protocol/src/'
const CHECK = '\0confab-check'

/**
 * Puts ready-made checkers in the place of the protocol's schemas, so that neither the schemas nor their interpreter are
 * sent to the browser (some 25 kB of gzip). The codec stays as it is: where it had a schema and `Check`, it finds a
 * function and a call. Production builds only; the end-to-end tests run those.
 */
export function readyMadeChecks(): Plugin {
  return {
    name: 'confab-ready-made-checks',
    apply: 'build',
    enforce: 'pre',
    resolveId(id) {
      return id === 'typebox/value' ? CHECK : null
    },
    load(id) {
      if (id === CHECK) return 'export const Check = (check, value) => check(value)'
      if (id.endsWith(`${PROTOCOL}event.ts`)) return eventsModule()
      // Browsers write commands and never read them.
      if (id.endsWith(`${PROTOCOL}command.ts`)) return 'export const COMMANDS = {}'
      return null
    },
    transform(code, id) {
      // What nobody asks for any more may go: making a schema, or a reader of commands, has no other effect.
      if (id.includes('/node_modules/typebox/')) return { code, map: null, moduleSideEffects: false }
      if (!id.includes(PROTOCOL)) return null
      return {
        moduleSideEffects: false,
        code: code.replace(/\b(Type\.\w+(?:<\w+>)?|createDecodeCommand)\(/g, markPure),
        map: null,
      }
    },
  }
}

function markPure(call: string, _name: string, at: number, code: string): string {
  return code.slice(0, at).endsWith('function ') ? call : `/* @__PURE__ */ ${call}`
}

function eventsModule(): string {
  const { shared, checks, needsGuard } = eventChecksCode()
  const imports = needsGuard ? `import { Guard } from 'typebox/guard'\n` : ''
  const entries = Object.entries(checks).map(([type, check]) => `  ${JSON.stringify(type)}: ${check},`)
  return `${imports}${shared}\nexport const EVENTS = {\n${entries.join('\n')}\n}\n`
}
