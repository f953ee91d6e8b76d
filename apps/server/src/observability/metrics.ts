import { performance } from 'node:perf_hooks'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Counters } from './counters.ts'
import type { Tally } from './tally.ts'
import { VERSION } from './version.ts'

/** What is so at one moment: read when somebody asks, never kept. */
export type Figures = {
  connectionsOpen: number
  /** Those of them whose hello was answered. */
  connectionsGreeted: number
  /** Hellos that wait for their turn. */
  hellosWaiting: number
  /** Bytes that connections were handed and the system did not take yet. */
  unsentBytes: number
  roomsOpen: number
  /** Members who are here, summed over the rooms. */
  membersPresent: number
  /** Changes that wait for a commit to take them. */
  changesWaiting: number
  /** Words get through to other nodes, or there are none. */
  isBrokerConnected: boolean
  pushesWaiting: number
  roomsToCallFrom: number
  /** Other nodes that are heard to live. */
  nodesHeard: number
  /** Reports that whoever runs the server has not settled. */
  reportsOpen: number
}

/** Where the metrics come from. `loopDelaySeconds` is how late the event loop was, whenever it was asked. */
export type MetricsSource = { counters: Counters; figures: () => Figures; loopDelaySeconds: Tally }

/** A node's metrics: their names, and their text as Prometheus reads it. */
export type Metrics = { names: readonly string[]; contentType: string; metrics(): Promise<string> }

/** Everything there is to know about a node. Nothing is gathered until somebody asks. */
export function createMetrics({ counters, figures: readFigures, loopDelaySeconds }: MetricsSource): Metrics {
  const registry = new Registry()
  // Read once for all metrics of one scrape: it means looking at every connection.
  let figures = readFigures()
  const registers = [registry]

  const gauge = (name: string, help: string, read: () => number) =>
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read())
      },
    })
  // What is counted elsewhere stands here as it is, not on top of what was read before: hence the resets.
  const total = (name: string, help: string, read: () => number) =>
    new Counter({
      name,
      help,
      registers,
      collect() {
        this.reset()
        this.inc(read())
      },
    })
  const totals = (name: string, help: string, label: string, counts: Record<string, number>) =>
    new Counter({
      name,
      help,
      registers,
      labelNames: [label],
      collect() {
        this.reset()
        for (const [of, count] of Object.entries(counts)) this.inc({ [label]: of }, count)
      },
    })
  const histogram = (name: string, help: string, tally: Tally) =>
    registry.registerMetric(new TallyHistogram(name, help, tally))

  new Gauge({
    name: 'confab_build_info',
    help: 'Always 1; the labels tell what runs.',
    registers,
    labelNames: ['version', 'node'],
  }).set({ version: VERSION, node: process.versions.node }, 1)

  gauge('confab_connections_open', 'Lines that are open.', () => figures.connectionsOpen)
  gauge(
    'confab_connections_greeted',
    'Open lines whose hello was answered.',
    () => figures.connectionsGreeted,
  )
  gauge('confab_hellos_waiting', 'Hellos that wait for their turn.', () => figures.hellosWaiting)
  gauge('confab_rooms_open', 'Rooms that somebody is in, or just was.', () => figures.roomsOpen)
  gauge(
    'confab_members_present',
    'Members who are here on this node, summed over the rooms.',
    () => figures.membersPresent,
  )
  gauge('confab_reports_open', 'Reports that wait to be settled.', () => figures.reportsOpen)
  gauge('confab_nodes_heard', 'Other nodes that are heard to live.', () => figures.nodesHeard)
  gauge(
    'confab_unsent_bytes',
    'Bytes handed to lines and not yet taken by the system.',
    () => figures.unsentBytes,
  )
  gauge('confab_changes_waiting', 'Changes that wait for the next commit.', () => figures.changesWaiting)

  total('confab_connections_opened_total', 'Lines that were opened.', () => counters.connectionsOpened)
  totals(
    'confab_connections_closed_total',
    'Lines that ended: by a close code of this node, cut without one, or gone by themselves.',
    'code',
    counters.connectionsClosed,
  )
  totals(
    'confab_connections_cut_total',
    'Lines cut because too much was unsent, nothing was taken, heartbeats stayed unanswered, or to relieve the node.',
    'reason',
    counters.connectionsCut,
  )
  totals(
    'confab_upgrades_refused_total',
    'Lines that were not opened: a foreign origin, a node that drains or is full, an address that has its share.',
    'reason',
    counters.upgradesRefused,
  )
  total(
    'confab_heartbeats_missed_total',
    'Heartbeats that were not answered in time.',
    () => counters.heartbeatsMissed,
  )
  totals('confab_commands_total', 'Commands that were run.', 'type', counters.commands)
  totals('confab_refusals_total', 'Commands that were refused.', 'code', counters.refusals)
  total('confab_look_ups_failed_total', 'Room codes that led nowhere.', () => counters.lookUpsFailed)
  total(
    'confab_look_ups_limited_total',
    'Look-ups of room codes refused because too many had failed.',
    () => counters.lookUpsLimited,
  )

  totals(
    'confab_changes_total',
    'Changes the store answered: applied, repeated (stored before) or refused.',
    'outcome',
    counters.changes,
  )
  histogram('confab_commit_changes', 'Changes in one commit.', counters.commitChanges)
  histogram(
    'confab_commit_duration_seconds',
    'Time one commit took, with its way to the disk.',
    counters.storeSeconds.write,
  )
  histogram(
    'confab_ack_latency_seconds',
    'Time from the arrival of a change to the telling of what became of it.',
    counters.ackSeconds,
  )
  histogram('confab_store_read_duration_seconds', 'Time one read took.', counters.storeSeconds.read)
  totals(
    'confab_store_failures_total',
    'Commits and reads the store failed to do.',
    'access',
    counters.storeFailures,
  )

  total(
    'confab_deliveries_total',
    'Changes told as they happened: one for each change and connection.',
    () => counters.deliveries,
  )
  total('confab_frames_sent_total', 'Frames written to lines.', () => counters.framesSent)
  total('confab_sent_bytes_total', 'Bytes of the frames written to lines.', () => counters.bytesSent)
  totals(
    'confab_entries_total',
    'Connections let into a room, by a replay of what they missed or by a fresh page.',
    'by',
    counters.entries,
  )
  total(
    'confab_replayed_records_total',
    'Records sent to bring connections up to now, on entering and after falling behind.',
    () => counters.replayedRecords,
  )
  total(
    'confab_slow_reader_catch_ups_total',
    'Times a connection read too slowly and was brought up to now from the store.',
    () => counters.slowReaderCatchUps,
  )

  gauge('confab_broker_connected', 'Whether words to other nodes get through: 1 or 0.', () =>
    figures.isBrokerConnected ? 1 : 0,
  )
  totals('confab_signals_published_total', 'Signals said to other nodes.', 'kind', counters.signalsPublished)
  totals(
    'confab_signals_dropped_total',
    'Signals not said to other nodes.',
    'reason',
    counters.signalsDropped,
  )
  totals('confab_signals_heard_total', 'Signals heard from other nodes.', 'kind', counters.signalsHeard)
  totals(
    'confab_signals_refused_total',
    'What came as a signal and was none.',
    'reason',
    counters.signalsRefused,
  )

  totals('confab_files_taken_total', 'Files that were taken.', 'kind', counters.filesTaken)
  totals('confab_uploads_refused_total', 'Uploads that were refused.', 'code', counters.uploadsRefused)
  total('confab_uploaded_bytes_total', 'Bytes of files that came in.', () => counters.uploadedBytes)
  totals('confab_downloads_total', 'Files that were asked for.', 'part', counters.downloads)
  totals('confab_exports_total', 'Parts of exports that were asked for.', 'of', counters.exports)
  total('confab_downloaded_bytes_total', 'Bytes of files that went out.', () => counters.downloadedBytes)
  histogram(
    'confab_file_inspection_duration_seconds',
    'Time from the last byte of a file to knowing what it is, with waiting for others.',
    counters.inspectionSeconds,
  )
  total('confab_files_erased_total', 'Files that were erased.', () => counters.filesErased)
  gauge('confab_file_space_bytes', 'Bytes that all files take.', () => counters.fileSpaceTaken)

  totals(
    'confab_pushes_total',
    'Notes for push services, by what became of them.',
    'outcome',
    counters.pushes,
  )
  gauge('confab_pushes_waiting', 'Notes on their way to push services.', () => figures.pushesWaiting)
  gauge(
    'confab_rooms_to_call_from',
    'Rooms in which something was posted lately that somebody away may be called for.',
    () => figures.roomsToCallFrom,
  )

  histogram(
    'confab_event_loop_delay_seconds',
    'How late the event loop came to a timer, asked 50 times a second.',
    loopDelaySeconds,
  )
  total(
    'confab_event_loop_active_seconds_total',
    'Time the event loop worked; the rest of the time it waited.',
    () => performance.eventLoopUtilization().active / 1000,
  )

  addProcessMetrics(registry)
  return {
    names: registry.getMetricsAsArray().map(({ name }) => name),
    contentType: registry.contentType,
    metrics() {
      figures = readFigures()
      return registry.metrics()
    },
  }
}

/** What `prom-client` knows of any process, but for what costs as much as there are connections, or is told better above. */
function addProcessMetrics(registry: Registry): void {
  // Of its own measure of the loop nothing is used, so it is asked to look once in a long while.
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: 60_000 })
  for (const { name } of registry.getMetricsAsArray())
    if (/^nodejs_(eventloop_lag|active)_|^process_open_fds$/.test(name)) registry.removeSingleMetric(name)
}

/** A tally, read as a histogram. */
class TallyHistogram extends Histogram {
  readonly #name: string
  readonly #help: string
  readonly #tally: Tally

  constructor(name: string, help: string, tally: Tally) {
    super({ name, help, registers: [], buckets: [...tally.bounds] })
    this.#name = name
    this.#help = help
    this.#tally = tally
  }

  /** What the registry asks for when it writes text, though the types of `prom-client` do not tell. */
  async getForPromString() {
    const { bounds, counts, sum, count } = this.#tally
    const name = this.#name
    let upTo = 0
    const values = counts.map((inBucket, i) => {
      upTo += inBucket
      return { metricName: `${name}_bucket`, labels: { le: bounds[i] ?? '+Inf' }, value: upTo }
    })
    return {
      name,
      help: this.#help,
      type: 'histogram',
      aggregator: 'sum',
      values: [
        ...values,
        { metricName: `${name}_sum`, labels: {}, value: sum },
        { metricName: `${name}_count`, labels: {}, value: count },
      ],
    }
  }
}
