import { BODY_LENGTH_MAX } from '@confab/protocol'
import { ConfigError, type Environment, readCount } from './environment.ts'
import {
  PASSWORD_TRIES_PER_ADDRESS,
  type RateLimit,
  ROOMS_MADE_PER_ADDRESS,
  UPLOADS_PER_ADDRESS,
} from './limits.ts'

/** How much people may do here, as far as whoever runs the server says so. */
export type LimitsConfig = {
  roomsPerAddress: RateLimit
  /** Wrong secrets: passwords of rooms and of people, codes of owners, keys for making rooms. */
  triesPerAddress: RateLimit
  uploadsPerAddress: RateLimit
  /** Members a room has at most, whatever is settled for it; null where nothing bounds it. */
  membersPerRoom: number | null
  /** Characters of a message, in UTF-16 units. */
  messageLengthMax: number
}

/** Below this people could not even say what they want. */
const MESSAGE_LENGTH_MIN = 100

/** Whoever made the room is in it. */
const MEMBERS_MIN = 2

/** Reads how much people may do. */
export function readLimitsConfig(environment: Environment): LimitsConfig {
  return {
    roomsPerAddress: readRate(environment, 'CONFAB_ROOMS_PER_ADDRESS', ROOMS_MADE_PER_ADDRESS),
    triesPerAddress: readRate(environment, 'CONFAB_TRIES_PER_ADDRESS', PASSWORD_TRIES_PER_ADDRESS),
    uploadsPerAddress: readRate(environment, 'CONFAB_UPLOADS_PER_ADDRESS', UPLOADS_PER_ADDRESS),
    membersPerRoom: readMembers(environment),
    messageLengthMax: readMessageLength(environment),
  }
}

/** So many at once; they come back in the time in which the usual ones do. */
function readRate(environment: Environment, name: string, usual: RateLimit): RateLimit {
  const burst = readCount(environment, name, usual.burst)
  return burst === usual.burst ? usual : { burst, perSecond: (burst * usual.perSecond) / usual.burst }
}

function readMembers(environment: Environment): number | null {
  const name = 'CONFAB_MEMBERS_PER_ROOM'
  if (!environment[name]) return null
  const members = readCount(environment, name, MEMBERS_MIN)
  if (members < MEMBERS_MIN)
    throw new ConfigError(`${name} must be ${MEMBERS_MIN} at least: whoever made the room is one of them`)
  return members
}

/** Never more than clients of any version take. */
function readMessageLength(environment: Environment): number {
  const name = 'CONFAB_MESSAGE_LENGTH_MAX'
  const length = readCount(environment, name, BODY_LENGTH_MAX)
  if (length < MESSAGE_LENGTH_MIN || length > BODY_LENGTH_MAX)
    throw new ConfigError(
      `${name} must be a whole number from ${MESSAGE_LENGTH_MIN} to ${BODY_LENGTH_MAX}, but is "${environment[name]}"`,
    )
  return length
}
