// The borders between the parts, said once. `npx -y pnpm test` walks them; ARCHITECTURE.md tells the same as a story.
// Tests and test helpers compose parts freely, so most rules leave them out.

const tests = '\\.test\\.ts$|\\.contract\\.ts$|/testing/'
const features =
  'lobby|timeline|composer|people|connection|share|search|shortcuts|install|announcer|attention|account'

/** A rule that fails the build. The comment is what whoever crosses the border reads. */
const border = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to })

export default {
  forbidden: [
    border(
      'no-cycles',
      'Two files that need each other are one thing, or hide a third: move what both need into a file named for what it does.',
      {},
      { circular: true },
    ),
    border(
      'resolvable',
      'This import leads nowhere: a misspelt path, or a dependency missing from this package’s package.json.',
      {},
      { couldNotResolve: true },
    ),
    border(
      'tests-are-leaves',
      'Nothing imports a test, or the tests folder. What a test and something else share goes to a testing/ folder beside it.',
      { pathNot: '^tests/' },
      { path: '\\.test\\.ts$|^tests/' },
    ),
    border(
      'testing-is-for-tests',
      'testing/ is for tests, and for the gallery, which shows people who are not there. Code that runs for people goes beside its user, outside testing/.',
      { pathNot: `${tests}|^tests/|/vitest\\.config\\.ts$|^apps/web/src/gallery/` },
      { path: '/testing/', pathNot: 'node_modules' },
    ),

    border(
      'protocol-stands-alone',
      'The protocol runs anywhere: it imports typebox and itself, nothing else. What needs a platform belongs to the client or the server.',
      { path: '^packages/protocol/src', pathNot: '\\.test\\.ts$' },
      { pathNot: '^packages/protocol/src|/node_modules/typebox/' },
    ),
    border(
      'compiling-stays-apart',
      'typebox/compile probes `new Function`, which a page under a strict CSP reports. It belongs to compiled.ts, which only servers and tools import.',
      {
        path: '^packages/(protocol|client)/src|^apps/web/src',
        pathNot: '\\.test\\.ts$|/src/(compiled|check-code)\\.ts$',
      },
      { path: '/node_modules/typebox/build/(compile|schema/compile)/|^packages/protocol/src/compiled\\.ts$' },
    ),
    border(
      'client-sees-the-protocol-only',
      'The client runs in browsers, bots and tests: it imports the protocol and itself. A platform’s own ways are passed in as options.',
      { path: '^packages/client/src', pathNot: '\\.test\\.ts$' },
      { pathNot: '^packages/(client|protocol)/src' },
    ),
    border(
      'markdown-stands-alone',
      'What Markdown means is the same in the app and in what the server exports: the package imports the library, the protocol and itself, and draws nothing.',
      { path: '^packages/markdown/src', pathNot: '\\.test\\.ts$' },
      { pathNot: '^packages/(markdown|protocol)/src|/node_modules/markdown-it/' },
    ),

    border(
      'rooms-see-interfaces',
      'rooms/ decides, and knows the store and the broker by their interfaces: store/store.ts (and whom it lets see what: store/seen.ts), broker/broker.ts. What touches a socket goes to realtime/, a route to http/, SQL to store/, joining the parts to app.ts.',
      { path: '^apps/server/src/rooms/', pathNot: tests },
      {
        path: '^apps/server/src/([^/]+/|(app|main|config)\\.ts$)',
        pathNot:
          '^apps/server/src/(rooms|identities|observability)/|/store/(store|seen)\\.ts$|/broker/(broker|signals)\\.ts$',
      },
    ),
    border(
      'rooms-touch-no-platform',
      'rooms/ has no sockets, no HTTP, no SQL and no files. Take what you need as a value or an interface, and do the touching in realtime/, http/ or store/.',
      { path: '^apps/server/src/rooms/', pathNot: tests },
      {
        path: '/node_modules/(fastify|@fastify/[^/]+|ws|pg|@redis/[^/]+)/|^(node:)?(sqlite|net|http|https|fs|fs/promises|worker_threads)$',
      },
    ),
    border(
      'only-app-names-implementations',
      'Only backing.ts (and commands/, which work on a store’s files) chooses a store and a broker. Everyone else imports store/store.ts or broker/broker.ts and is given one.',
      {
        path: '^apps/server/src',
        pathNot: `^apps/server/src/backing\\.ts$|^apps/server/src/(commands|store|broker)/|${tests}`,
      },
      {
        path: '^apps/server/src/(store|broker)/',
        pathNot:
          '/store/(store|file-table|attention-table|credential-table|device-table|own-table|commit-watch|seen)\\.ts$|/broker/(broker|signals)\\.ts$',
      },
    ),
    border(
      'only-realtime-sees-websockets',
      'WebSockets live in realtime/. A room knows a connection as something with `deliver`.',
      { path: '^apps/server/src', pathNot: `^apps/server/src/realtime/|${tests}` },
      { path: '/node_modules/(ws|@types/ws|@fastify/websocket)/' },
    ),
    border(
      'only-sqlite-speaks-sql',
      'SQL is spoken in store/ only. Ask for what you need through store/store.ts, and its contract tests.',
      { path: '^apps/server/src', pathNot: `^apps/server/src/store/|${tests}` },
      { path: '^(node:)?sqlite$' },
    ),
    border(
      'only-the-broker-speaks-to-redis',
      'Redis is spoken to in broker/ only, and only carries words: what must be kept belongs into the store. Say it through broker/broker.ts.',
      { path: '^(apps|packages)/[^/]+/src', pathNot: '^apps/server/src/broker/' },
      { path: '/node_modules/(redis|@redis/[^/]+)/' },
    ),
    border(
      'only-store-speaks-to-postgres',
      'PostgreSQL is spoken to in store/postgres/ only. Ask for what you need through store/store.ts, and its contract tests.',
      { path: '^apps/server/src', pathNot: `^apps/server/src/store/postgres/|${tests}` },
      { path: '/node_modules/(pg|@types/pg)/' },
    ),
    border(
      'server-ships-without-the-client',
      'The server runs without the client and the app: what both ends need is a word of the wire and goes to packages/protocol.',
      { path: '^apps/server/src', pathNot: tests },
      { path: '^(packages/client|apps/web)/' },
    ),

    border(
      'web-sees-client-and-protocol',
      'The app knows the server by the wire alone. What both need goes to packages/protocol.',
      { path: '^apps/web/src' },
      { path: '^apps/server/' },
    ),
    border(
      'ui-knows-no-domain',
      'ui/ is buttons and fields with no words of the domain. What knows about rooms or messages goes to a feature: lobby, timeline, composer, people, connection, share.',
      { path: '^apps/web/src/ui/', pathNot: tests },
      {
        path: `^apps/web/src/(${features}|room|markdown|screens|gallery)/|^apps/web/src/App\\.svelte$|^packages/client/`,
      },
    ),
    border(
      'markdown-knows-no-room',
      'markdown/ turns the body of one message into what is drawn, wherever that is. Who is meant by a mention, and what a message can do, the feature that shows it passes in.',
      { path: '^apps/web/src/markdown/', pathNot: tests },
      {
        path: `^apps/web/src/(${features}|room|screens|gallery)/|^apps/web/src/App\\.svelte$|^packages/client/`,
      },
    ),
    border(
      'words-know-no-part',
      'words/ is the dictionary: every part of the screen reads it, and it reads none of them. What a text needs to know comes in as a parameter.',
      { path: '^apps/web/src/words/' },
      { path: '^apps/web/src/(?!words/)' },
    ),
    border(
      'markdown-comes-when-asked',
      'The library is a chunk of its own: use MessageBody.svelte and markdown.svelte.ts, which load it. What of it everybody would load at once is is-plain.ts.',
      { path: '^apps/web/src', pathNot: `^apps/web/src/(markdown|gallery)/|${tests}` },
      {
        path: '^apps/web/src/markdown/',
        pathNot: '/(MessageBody\\.svelte|markdown\\.svelte\\.ts|is-plain\\.ts)$',
      },
    ),
    border(
      'room-knows-no-feature',
      'room/ makes the client reactive and is read by features, not the other way round.',
      { path: '^apps/web/src/room/', pathNot: tests },
      { path: `^apps/web/src/(${features}|screens|gallery)/|^apps/web/src/App\\.svelte$` },
    ),
    border(
      'features-stand-apart',
      'Features do not import each other. What two of them show is a part of ui/, what two of them know belongs to room/, and a screen lays them side by side.',
      { path: `^apps/web/src/(${features})/`, pathNot: tests },
      { path: `^apps/web/src/(${features})/`, pathNot: '^apps/web/src/$1/' },
    ),
    border(
      'features-know-no-screen',
      'Screens lay features out; a feature does not know where it stands. Pass a callback in.',
      { path: `^apps/web/src/(${features})/`, pathNot: tests },
      { path: '^apps/web/src/(screens|gallery)/|^apps/web/src/App\\.svelte$' },
    ),
    border(
      'gallery-stays-home',
      'The gallery shows components to those who build them. Nothing people use imports it.',
      { path: '^apps/web/src', pathNot: `^apps/web/src/gallery/|${tests}` },
      { path: '^apps/web/src/gallery/' },
    ),
  ],
  options: {
    // Imports of types only are borders too (in .ts files; a component's are gone before they can be read).
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '/(dist|test-results|\\.svelte-check)/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['types', 'svelte', 'browser', 'import', 'node', 'default'],
      extensions: ['.ts', '.js', '.mjs', '.svelte', '.d.ts', '.json'],
    },
    moduleSystems: ['es6'],
  },
}
