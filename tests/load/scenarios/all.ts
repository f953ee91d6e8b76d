import type { Scenario } from '../scenario.ts'
import { acks, durable } from './acks.ts'
import { equalLoad, latency } from './equal-load.ts'
import { memory } from './memory.ts'
import { ramp } from './ramp.ts'

/** Everything that is measured, in the order it is told. */
export const SCENARIOS: readonly Scenario[] = [equalLoad, ramp, latency, acks, durable, memory]
