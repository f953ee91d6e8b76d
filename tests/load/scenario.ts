import type { Peer } from './peer.ts'

/** What a measurement came to, by name. */
export type Figures = Readonly<Record<string, number>>

/** Figures of one round, and what has to be known about them. */
export type Measured = { figures: Figures; notes: readonly string[] }

/** How a figure is written. */
export type Unit = 'count' | 'ms' | 'seconds' | 'kib' | 'part' | 'times'

/** A figure as a column of a table. */
export type Column = { figure: string; label: string; unit: Unit }

/** What Confab is to reach: a figure of its own, or so many times a peer's. */
export type Goal =
  | { figure: string; atMost: number }
  | { figure: string; atLeast: number }
  | { figure: string; timesPeer: string; atLeast: number }

/** How thorough a run is. */
export type Run = { isQuick: boolean; say(text: string): void }

/** One thing that is measured, of each of some servers. */
export type Case = {
  /** Unique over all scenarios. */
  id: string
  title: string
  goals: readonly Goal[]
  peers: readonly Peer[]
  measure(peer: Peer, run: Run): Promise<Measured>
}

/** Cases that belong together and have the same columns. */
export type Scenario = {
  /** What it is called on the command line. */
  name: string
  title: string
  /** What is done, in a few sentences, for whoever reads the figures. */
  about: string
  rounds: { full: number; quick: number }
  columns: readonly Column[]
  /** The figure that stands for the scenario in an overview; its column says what it is. */
  headline: string
  /** False for what is told in its own section alone. */
  isInOverview?: false
  /** Figures that are drawn; each is a panel for every case, or one for all cases when there is nobody to compare with. */
  drawn: readonly string[]
  cases: readonly Case[]
}
