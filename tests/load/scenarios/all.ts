import type { Scenario } from '../scenario.ts'
import { acks, durable } from './acks.ts'
import { connect } from './connect.ts'
import { equalLoad, latency } from './equal-load.ts'
import { history } from './history.ts'
import { memory } from './memory.ts'
import { nodesDurable } from './nodes-durable.ts'
import { nodesJoin } from './nodes-join.ts'
import { nodesSweep } from './nodes-sweep.ts'
import { nodesTalk } from './nodes-talk.ts'
import { ramp } from './ramp.ts'
import { resume } from './resume.ts'

/** Everything that is measured, in the order it is told. */
export const SCENARIOS: readonly Scenario[] = [
  equalLoad,
  ramp,
  latency,
  acks,
  durable,
  memory,
  connect,
  resume,
  history,
  nodesTalk,
  nodesDurable,
  nodesJoin,
  nodesSweep,
]
