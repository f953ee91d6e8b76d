// Every bound this node keeps for itself (D10), each with its unit in its name and its reason above it. Those both ends know stand
// in the protocol. Past each there is a refusal, a close code or a status: `docs/limits.md` says which.

import { PRESENCE_GRACE_MS, ROOMS_PER_CONNECTION_MAX, UNREAD_COUNTED_MAX } from '@confab/protocol/limits'

/** How much of something is allowed: `burst` at once, and after that as much as comes back, `perSecond`. */
export type RateLimit = { burst: number; perSecond: number }

// Connections

/** Connections a node holds at once; the next is told to come back later. At 10 to 20 KiB each they take a quarter of a small machine. */
export const CONNECTIONS_MAX = 20_000

/** What a page that comes too late or too often is told to wait, in seconds. */
export const RETRY_AFTER_SECONDS = 5

/** How often connections are looked at for hello, heartbeat and slow reading, in milliseconds. One timer for all of them. */
export const TICK_MS = 1_000

/** Heartbeats in a row that may stay without an answer. */
export const HEARTBEATS_MISSED_MAX = 2

/** Longest time over which clients of a draining node spread their return, in milliseconds. */
export const RETURN_SPREAD_MS_MAX = 5_000

/** Clients a node takes back in a second without effort; the spread follows from it. */
export const RETURNS_PER_SECOND = 500

// Coming in

/**
 * Connections from one IPv4 address or IPv6 /64: a school or a company behind one address fits, and it takes ten of them to fill a node.
 * All of them may come at once, because all of them are cut at once when a line is; after that as many again in 20 s.
 */
export const CONNECTIONS_PER_ADDRESS_MAX = 2_000

/** In how many seconds all connections of one address may be made anew. */
export const CONNECTIONS_RENEWED_SECONDS = 20

/** Shortest time between two warnings that a proxy at its limit is not trusted, in milliseconds. */
export const FORWARDED_WARNING_MS = 60_000

/** Address blocks whose connecting is remembered. One that is forgotten early may connect anew, which the other bounds see to. */
export const ADDRESS_BLOCKS_MAX = 20_000

/**
 * Hellos heard. One costs a quarter of a millisecond with the connecting before it, and coming back to a room about as much again, so
 * at this rate those who come take half of the loop at most from those who are there.
 */
export const HELLOS: RateLimit = { burst: 100, perSecond: 1_000 }

/** Those who come back and wait for their hello to be heard: ten seconds of them. The next is told to come back later. */
export const RESUMES_WAITING_MAX = 10_000

/** Newcomers who wait for their hello to be heard: five seconds of them, if nobody comes back at the time. */
export const JOINS_WAITING_MAX = 5_000

/** While both wait, one of so many is a newcomer. */
export const HELLOS_JOIN_SHARE = 10

/** How long a hello may wait to be heard, in milliseconds. Less than the 20 s after which a client gives up by itself. */
export const HELLO_WAIT_MS_MAX = 15_000

/** How often those who wait are looked at, in milliseconds: ten at a time rather than a timer for each. */
export const ADMISSION_STEP_MS = 10

/** Frames a WebSocket message may be cut into. Browsers do not cut what is this small; proxies might, into a few. */
export const FRAGMENTS_MAX = 128

// What comes in

/**
 * Commands of one connection, answers to heartbeats and typing signs included. A hand types five messages a second at
 * most; an outbox emptied after a day offline, one post after the other, is what the burst is for. A node that is told another rate
 * keeps the burst at three seconds of it.
 */
export const COMMAND_BUCKET: RateLimit = { burst: 60, perSecond: 20 }

/** Commands refused for their rate in a row before the connection is cut: whoever goes on is not reading the answers. */
export const RATE_REFUSALS_MAX = 200

/** Enterings and catchings-up of one connection that may wait for each other: every room twice. */
export const TURNS_WAITING_MAX = 2 * ROOMS_PER_CONNECTION_MAX

/** Failed look-ups of room codes from one IPv4 address or IPv6 /64: a person mistypes a few times in a row. */
export const LOOK_UPS_PER_ADDRESS: RateLimit = { burst: 20, perSecond: 10 / 60 }

/** The same from a /24 or a /48: a school, an office, or somebody with many addresses. */
export const LOOK_UPS_PER_NETWORK: RateLimit = { burst: 60, perSecond: 60 / 60 }

/**
 * The same from everywhere. At 50 a second, finding one of a million rooms among 2⁵⁰ codes by trying takes eight months of
 * nothing else.
 */
export const LOOK_UPS_PER_INSTANCE: RateLimit = { burst: 50, perSecond: 50 }

/**
 * Rooms made from one IPv4 address or IPv6 /64: a class in which everybody makes one, and then some a minute. Not from this machine, as with
 * connections.
 */
export const ROOMS_MADE_PER_ADDRESS: RateLimit = { burst: 60, perSecond: 2 / 60 }

/** Wrong passwords of rooms from one IPv4 address or IPv6 /64, and as many wrong codes of owners: a class behind one address mistypes, and nobody guesses. */
export const PASSWORD_TRIES_PER_ADDRESS: RateLimit = { burst: 20, perSecond: 10 / 60 }

/** Wrong passwords for one room from everywhere, a try a second in the long run: the weakest that may be set takes years. */
export const PASSWORD_TRIES_PER_ROOM: RateLimit = { burst: 60, perSecond: 1 }

/** Wrong keys for making rooms from one IPv4 address or IPv6 /64: as with passwords, and the shortest key is out of reach of that. */
export const CREATION_KEY_TRIES_PER_ADDRESS: RateLimit = { burst: 20, perSecond: 10 / 60 }

/** Askings to be let in from one IPv4 address or IPv6 /64, so that one crowd does not take every place in front of a door. */
export const KNOCKS_PER_ADDRESS: RateLimit = { burst: 10, perSecond: 2 / 60 }

/** Where people came into rooms from last, kept in memory alone: for a ban that asks for it. The one who came longest ago is forgotten. */
export const ADDRESSES_SEEN_MAX = 10_000

/** How long nobody new comes in from where a banned member came from, in milliseconds: addresses change hands. */
export const BARRED_ADDRESS_LIFE_MS = 7 * 24 * 3_600_000

/** Addresses barred from one room. The one that was barred longest ago is let go. */
export const BARRED_ADDRESSES_PER_ROOM_MAX = 200

/**
 * Address blocks remembered. With 50 failures a second in all, and an empty bucket full again after 120 s, at most 6,000
 * blocks can have anything held against them, so what is forgotten above that was worth nothing.
 */
export const LOOK_UP_BLOCKS_MAX = 8_192

// What waits to go out

/** Unsent bytes above which a connection hears no more presence and typing. */
export const WHISPER_UNSENT_BYTES_MAX = 64 * 1024

/** Unsent bytes above which a room tells a connection no more for now, and lets it catch up from the store instead. */
export const BEHIND_BYTES = 128 * 1024

/** Unsent bytes above which a connection is cut; resuming brings it everything. */
export const UNSENT_BYTES_MAX = 1024 * 1024

/** Unsent bytes of all connections together; above it the slowest readers are cut first. */
export const UNSENT_BYTES_ALL_MAX = 256 * 1024 * 1024

/** How long a line may take nothing of what is unsent before it is cut, in milliseconds. */
export const STUCK_MS_MAX = 15_000

/** Characters that gather for one frame of a room; past it the frame goes out, whatever the window. */
export const FRAME_LENGTH_MAX = 64 * 1024

/** How long comings and goings are gathered before the room is told, in milliseconds: many at once become one frame. */
export const PRESENCE_GATHER_MS = 50

/**
 * How often a room is told of one member's coming and going. A tab that comes, goes and takes another name at once is told of at once;
 * one that does so all day long costs everybody one word a second.
 */
export const PRESENCE_TELLINGS: RateLimit = { burst: 3, perSecond: 1 }

// Rooms

/** Frames a connection may miss while it enters. Past it they are dropped and read again instead. */
export const HELD_FRAMES_MAX = 256

/** Records one repair reads at once. */
export const REPAIR_RECORDS_MAX = 1_000

/**
 * Rounds in which a room reads for those who come in. A handful come in without waiting for each other; of a thousand who come back at
 * once, those of 50 ms are one round, which nobody sees and the disk notices.
 */
export const READ_ROUNDS: RateLimit = { burst: 8, perSecond: 20 }

// Other nodes

/** How often the store is asked where all open rooms stand while doorbells get through, in milliseconds: what one lost is here by then. */
export const SWEEP_MS = 3_000

/** The same while none gets through, in milliseconds: it is then how late people read each other. */
export const SWEEP_UNTOLD_MS = 500

/** Rooms one question of a sweep asks for: some milliseconds of a database. */
export const SWEEP_ROOMS_MAX = 5_000

/**
 * How long a span that came before the one it follows waits for it, in milliseconds: many times the way of a doorbell, and less than
 * anybody sees. Then the store is read.
 */
export const EARLY_SPANS_MS_MAX = 30

/** How many of them wait in a room, and characters of them. The next one has the store read at once. */
export const EARLY_SPANS_MAX = 32
export const EARLY_SPANS_LENGTH_MAX = 512 * 1024

/** How long rooms to look up soon are gathered into one question, in milliseconds: after a broken line to the broker that is all of them. */
export const SWEEP_GATHER_MS = 20

/**
 * How much further back than its last look a node looks for revoked tokens, in milliseconds: one that was being written then, and was
 * written only after, has the time of its beginning.
 */
export const REVOKED_OVERLAP_MS = 60_000

/** Revoked tokens one look asks for, the newest: 150 revocations a second, and some megabyte at most. */
export const REVOKED_READ_MAX = 10_000

/** Revoked tokens a node knows by heart. One that is forgotten is refused by the store. */
export const REVOKED_REMEMBERED_MAX = 20_000

/** How long a line must be there until a word that its tab came to another node is sure to be news, in milliseconds: far longer than a word takes. */
export const TAKE_OVER_SURE_MS = 5_000

/** How often a node says that it lives, in milliseconds. */
export const ALIVE_MS = 2_000

/** How long what a node said holds without hearing from it, in milliseconds: seven of its words lost in a row, and a little more than people's own grace. */
export const LEASE_MS = 14_000

/** Nodes known of at once. */
export const NODES_MAX = 250

/** Rooms whose standing is told with each word that a node lives: 60 KB at most. All of 1,000 rooms are told of every four seconds, of 100,000 in seven minutes; what changed lately first. */
export const STANDINGS_MAX = 1_000

/** How often a change is told of that way before it waits its turn with the others. */
export const STANDINGS_REPEATED = 3

/** Rounds of another node without a word of a room after which it is taken to have nobody there. */
export const ROUNDS_UNCONFIRMED_MAX = 7

/** People on other nodes whom this one remembers, over all its rooms: some 40 MB. Past it the presence of the room is told as incomplete. */
export const PEOPLE_ELSEWHERE_MAX = 200_000

/** People in one word from node to node about who is here; the next word goes on. */
export const PRESENCE_TOLD_MAX = 500

/** How soon another node is asked again for what one missed, in milliseconds. */
export const ASK_AGAIN_MS = 1_000

/** How often a node answers who is in a room on it, in milliseconds: those who ask meanwhile hear the same answer. */
export const WHOLE_TELLING_MS = 1_000

/** Over what time nodes that are asked together spread their answers, in milliseconds. */
export const ANSWER_SPREAD_MS = 100

/** Rooms that are told in one moment that presence is incomplete, or complete again. */
export const ROOMS_TOLD_MAX = 500

// The store

/** Changes one commit takes. Past it the store works longer on one batch than people like to wait. */
export const BATCH_MAX = 1_000

/**
 * Characters of text one commit takes. It may all be one room's, and then it is one frame for everybody there, which must
 * stay far below what a slow reader may have unsent.
 */
export const BATCH_LENGTH_MAX = 128 * 1024

/** Rooms and members the writing thread remembers from one commit to the next. Past either it begins anew. */
export const ROOMS_REMEMBERED_MAX = 5_000
export const MEMBERS_REMEMBERED_MAX = 50_000

/** Changes that may wait for a commit. Past it the disk is hopelessly behind, and new ones are refused as busy. */
export const CHANGES_WAITING_MAX = 20_000

/** Questions that may wait for a thread of the store. Past it the disk is hopelessly behind, and waiting longer helps nobody. */
export const QUESTIONS_PENDING_MAX = 10_000

/** How many messages are looked at to count the unread: one's own are among them, and may be a great many. */
export const UNREAD_SCANNED_MAX = 10 * UNREAD_COUNTED_MAX

/** How often what people have seen is kept, in milliseconds: nobody waits for it, and all of a moment is one writing. */
export const LAST_READS_SAVED_MS = 1_000
/** How many may wait to be kept: a store that fails must not cost memory. */
export const LAST_READS_WAITING_MAX = 20_000

// What is not kept for ever

/** How often it is looked for what is older than its room keeps it, in milliseconds. */
export const RETENTION_SWEEP_MS = 60_000

/** Messages one commit erases: some ten milliseconds of the store. */
export const EXPIRED_AT_ONCE_MAX = 500

/** Rooms one such look asks for at once. */
export const EXPIRED_ROOMS_READ_MAX = 500

// Searching

/** Searches one connection may ask for: whoever types sees results at every pause. */
export const SEARCHES: RateLimit = { burst: 10, perSecond: 2 }

/** Searches that wait on one node. Past it the next is refused as busy: each takes some milliseconds, a hundred at most. */
export const SEARCHES_WAITING_MAX = 50

/** Messages one search looks at, and characters of them: a stretch of 4,096 places that is not indexed yet, and some of the next. Then it says where to go on. */
export const SEARCH_LOOKED_AT_MAX = 6_000
export const SEARCH_LENGTH_MAX = 2 * 1024 * 1024

/** How long indexing rests after a stretch of history, in milliseconds: whoever posts meanwhile has most of the disk. */
export const INDEX_REST_MS = 200

/** How long it rests when the store did not take it, in milliseconds. */
export const INDEX_RETRY_MS = 5_000

/** How often it is looked for rooms whose history is not indexed, in milliseconds: those another node left when it ended. */
export const INDEX_LOOK_MS = 600_000

/** Rooms one such look asks for at once. */
export const INDEX_ROOMS_READ_MAX = 500

// Calling people

/** Changes one connection may make to what its person wants to be called for: each is a writing, and a hand makes no more. */
export const ATTENTION_CHANGES: RateLimit = { burst: 20, perSecond: 0.5 }

/** Rooms in which one identity may want to be called for less than everything. They are told in one frame. */
export const LEVELS_MAX = 500

/** People whom an identity ignores, in all its rooms together. */
export const IGNORED_MAX = 500

/** Browsers of one identity that can be called: the one that said so longest ago is let go. */
export const PUSH_SUBSCRIPTIONS_MAX = 10

/** Rooms from which somebody is called who says so: the newest, and those joined from then on. */
export const PUSH_ROOMS_MAX = 1_000

/** How long changes of what people want to be called for gather before their other tabs are told, in milliseconds. */
export const ATTENTION_TOLD_MS = 100

/**
 * When it is looked who is to be called for a message, in milliseconds after it. Not at once: whoever reloads is back by then, and a
 * burst is one call. Once more when those who had just left are surely gone, and a last time when a frozen phone's line was found dead.
 */
export const PUSH_DELAY_MS = 4_000
export const PUSH_SECOND_LOOK_MS = PUSH_DELAY_MS + PRESENCE_GRACE_MS + 4_000
export const PUSH_LAST_LOOK_MS = 90_000

/** Shortest time between two looks into a room, and between two calls of somebody from it, in milliseconds. */
export const PUSH_PAUSE_MS = 15_000

/** What that time grows to between calls that were not answered, in milliseconds, unless they are mentioned or answered. */
export const PUSH_PAUSE_MS_MAX = 480_000

/** How often it is looked which rooms it is time for, in milliseconds. */
export const PUSH_TICK_MS = 1_000

/** Rooms with something to call for that a node keeps in mind, 5 KB each at most; from one more nobody is called. */
export const PUSH_ROOMS_WATCHED_MAX = 10_000

/** Rooms looked into with one tick. */
export const PUSH_ROOMS_LOOKED_MAX = 200

/** Newest messages of a room that are kept in mind, and those that mention or answer somebody. */
export const PUSH_LATEST_MAX = 10
export const PUSH_ADDRESSED_MAX = 50

/** Members mentioned or answered who are looked for with one look into a room. */
export const PUSH_ADDRESSED_READ_MAX = 200

/** Members read at once who may have to be called: a millisecond or two of the store. */
export const PUSH_LISTENERS_READ_MAX = 20

/** Members called with one look into a room, those mentioned and answered first. */
export const PUSH_CALLED_MAX = 500

/** Members of rooms of whom it is remembered when they were called, some 200 bytes each. */
export const PUSH_CALLS_REMEMBERED_MAX = 50_000

/** Notes that wait for a push service, some 2 KB each. */
export const PUSH_WAITING_MAX = 5_000

/** How long a note may wait, in milliseconds: older it is no news. */
export const PUSH_WAIT_MS_MAX = 600_000

/** Requests to push services at once, and to one host. */
export const PUSH_REQUESTS_MAX = 32
export const PUSH_REQUESTS_PER_HOST_MAX = 8

/** Hosts of push services of which anything is in mind: there are some dozens. */
export const PUSH_HOSTS_MAX = 500

/** How long a request may take, in milliseconds, and how much of its answer is read. */
export const PUSH_REQUEST_MS_MAX = 10_000
export const PUSH_ANSWER_BYTES_MAX = 16 * 1024

/** How often a note is tried. */
export const PUSH_TRIES_MAX = 3

/** How long a host that fails is left alone at first, and at most, in milliseconds. What it asks for itself counts up to that. */
export const PUSH_HOST_PAUSE_MS = 2_000
export const PUSH_HOST_PAUSE_MS_MAX = 300_000

/** How long a push service keeps a note for a browser it cannot reach, in seconds: tomorrow it is in the room. */
export const PUSH_TTL_SECONDS = 86_400

/** How long browsers that are gone gather before they are forgotten, in milliseconds, and how many at once. */
export const PUSH_FORGET_MS = 2_000
export const PUSH_GONE_MAX = 1_000

/** How long a node that goes down waits for the notes it still has, in milliseconds. */
export const PUSH_GOODBYE_MS = 2_000

// PostgreSQL

/** Connections one node reads on. A reading takes a millisecond or two, so these do thousands a second. */
export const POSTGRES_READERS_MAX = 6

/** Readings that may wait for a connection. Past it the database is hopelessly behind, and waiting longer helps nobody. */
export const POSTGRES_READINGS_WAITING_MAX = 5_000

/** How long a connection to PostgreSQL may take to be there, in milliseconds. */
export const POSTGRES_CONNECT_MS_MAX = 3_000

/** How long one statement may take, in milliseconds. All of ours take a few, however long the history. */
export const POSTGRES_STATEMENT_MS_MAX = 5_000

/** Connections one node notes on what is not of a room's history: files, attention, credentials, how far was read, which tokens ended. */
export const POSTGRES_NOTERS_MAX = 2

/** Connections one node searches and indexes on. */
export const POSTGRES_SEARCHERS_MAX = 3

/** How long one statement of a search may take, in milliseconds. They take a few. */
export const POSTGRES_SEARCH_MS_MAX = 3_000

/** How long to wait for a row another node has locked, in milliseconds: its commit takes a few. */
export const POSTGRES_LOCK_MS_MAX = 3_000

/** How often a batch is tried that met others on its way, or whose connection went. */
export const COMMIT_TRIES_MAX = 3

/** Past this no batch is tried once more, in milliseconds: those who wait for it are told to ask again. */
export const COMMIT_RETRY_MS_MAX = 1_000

/** The longest wait before a batch is tried again, in milliseconds, times the tries before. */
export const COMMIT_RETRY_WAIT_MS = 50

/** How long somebody is looked for who knows what became of a commit that was not answered, in milliseconds. */
export const UNKNOWN_COMMIT_MS_MAX = 5_000

/** How long a node may be cut off from the store, while others are not, before it sends its people to them, in milliseconds. */
export const EXODUS_AFTER_MS = 6_000

/** How often a node says that its store is well, in milliseconds. */
export const WELL_SAID_MS = 3_000

/** How long it holds that another node said it is well, in milliseconds: three times as long as it takes to say it again. */
export const WELL_HEARD_MS = 10_000

/** How often a node looks whether its people are better off elsewhere, in milliseconds. */
export const EXODUS_LOOK_MS = 1_000

/** How long a node that starts waits for its database to be there, in milliseconds. */
export const POSTGRES_START_MS_MAX = 60_000

// Redis

/** Characters of one signal. A room's frame stays well below, with everything in it written as JSON does; past it nothing of ours is. */
export const SIGNAL_LENGTH_MAX = 1024 * 1024

/** Characters that wait for Redis to take them: at a million a second, a pause of eight seconds. Doorbells told later are worth nothing. */
export const SIGNALS_WAITING_LENGTH_MAX = 8 * 1024 * 1024

/** How long ago a signal that has no number or stamp of its own may have been said, in milliseconds: clocks of nodes differ by less. */
export const SIGNAL_AGE_MS_MAX = 60_000

/** Channels one command to Redis asks for: after a break, those of 20,000 rooms are asked for in forty. */
export const SUBSCRIBE_CHANNELS_MAX = 500

/** How often a node says a word to itself over Redis, in milliseconds, to know that it can tell and hear. */
export const BROKER_HEART_MS = 1_000

/** Beats in a row in which nothing at all came from Redis: it is gone, and another connection is tried. */
export const BROKER_HEARTS_MISSED_MAX = 4

/** The longest wait before Redis is tried again, in milliseconds: after the first failure, and after many, each twice the one before. */
export const BROKER_RETRY_MS_FIRST = 100
export const BROKER_RETRY_MS_MAX = 2_000

// HTTP

/** Bytes of a request's body where a route says nothing else: what a browser says of a new passkey, twice over. */
export const BODY_BYTES_MAX = 64 * 1024

/** Bytes of a request's head, which holds no cookies here: Node's own bound, said so that nothing else decides it. */
export const HEAD_BYTES_MAX = 16 * 1024

/** TCP connections beyond those of WebSockets: pages being loaded, and whoever opens one and says nothing. The next is cut. */
export const PAGE_CONNECTIONS_MAX = 2_000

/** How long the requests under way may hold the end of a node, in milliseconds: a small file, and no more. */
export const LAST_REQUESTS_MS = 5_000

/** How often requests that take too long are looked for, in milliseconds. */
export const REQUEST_LOOK_MS = 1_000

/** How long a request may take to arrive, in milliseconds: a few hundred bytes on the worst of lines. */
export const REQUEST_MS_MAX = 10_000

// Files

/** Bytes of one file, unless told: a long voice message, a scan, some seconds of film. */
export const FILE_BYTES_MAX = 25 * 1024 * 1024
/** MiB that the files of one identity, of one room, and of all rooms may take, unless told. */
export const FILES_MIB_PER_IDENTITY = 1_024
export const FILES_MIB_PER_ROOM = 4_096
export const FILES_MIB_ALL = 10_240
/** Files one address announces: a holiday's photos at once. */
export const UPLOADS_PER_ADDRESS: RateLimit = { burst: 300, perSecond: 1 }
/** Address blocks whose uploads are remembered. */
export const UPLOAD_BLOCKS_MAX = 10_000
/** Pieces of uploads taken at once. Each is in memory until it is written, a MiB at most. */
export const UPLOAD_PIECES_MAX = 32
/** How long a piece may take to arrive is `REQUEST_MS_MAX`; how long a refused sender is told to wait, in milliseconds. */
export const UPLOAD_RETRY_MS = 2_000
/** Files that wait to be looked through. Past it the node takes no more for now. */
export const INSPECTIONS_WAITING_MAX = 20
/** How long looking through one file may take, in milliseconds: many times what a large photo takes on a slow core. */
export const INSPECTION_MS_MAX = 20_000
/** Bytes the process that looks through files may take; it ends itself above it. */
export const INSPECTION_MEMORY_MAX = 768 * 1024 * 1024
/** How long that process stays without work, in milliseconds: it costs memory. */
export const INSPECTION_IDLE_MS = 60_000
/** Pixels of an image that is unpacked, over all its pictures: 256 MiB of them at most. A camera's 50 million fit. */
export const IMAGE_PIXELS_MAX = 64_000_000
/** Pictures of an image that moves. */
export const IMAGE_FRAMES_MAX = 600
/** Pixels of an image as it is kept; a larger one is scaled down to it. */
export const IMAGE_PIXELS_KEPT_MAX = 25_000_000
/** The longer side of a small picture: a tile on a dense screen. */
export const THUMBNAIL_SIDE_MAX = 640
/** Links to files end together, one to two of these after they were made, in milliseconds. */
export const FILE_LINK_WINDOW_MS = 900_000
/** How often files are looked for that nobody posted or that are to be erased, in milliseconds. */
export const FILE_SWEEP_MS = 60_000
/** Files one step of that takes on. */
export const FILE_SWEEP_STEP_MAX = 100
/** How long a row stays behind its erased upload, in milliseconds: longer than another node that was at it can take to store it. */
export const FILE_ERASE_GRACE_MS = 300_000
/** How long an S3 store may take to answer, in milliseconds, and how long to take a whole file. */
export const S3_ANSWER_MS_MAX = 10_000
export const S3_STORE_MS_MAX = 120_000

// Exports

/** Records one reading of an export asks for. A page ends by its weight long before, where people write more than a line. */
export const EXPORT_PAGE_RECORDS = 200
/** Readings of one part: half a megabyte of text at most, which is what a node holds of a download. */
export const EXPORT_PART_PAGES = 8
/** Bytes of pictures after which a part ends, with the message they belong to. They are streamed; it is what is fetched again after a cut. */
export const EXPORT_PART_PICTURE_BYTES = 8 * 1024 * 1024
/** Characters of an answered message that are looked at for the line above the answer. */
export const EXPORT_EXCERPT_LENGTH = 300
/** Parts a node makes at once, one for an identity: some megabytes, and a file being read for each. */
export const EXPORT_PARTS_AT_ONCE = 4
/** Those of one IPv4 address or IPv6 /64 among them, so that who takes them as slowly as may be leaves places for others. */
export const EXPORT_PARTS_AT_ONCE_PER_ADDRESS = 2
/** How long one may be on its way, in milliseconds: the longest, pictures and all, by a line of 300 kbit/s. */
export const EXPORT_PART_MS_MAX = 300_000
/** How long to wait when it makes as many, in milliseconds. */
export const EXPORT_BUSY_MS = 500
/** Parts for one IPv4 address or IPv6 /64. A room of 100,000 messages has some 70 to 400; one takes the node ten to fifty milliseconds. */
export const EXPORT_PARTS_PER_ADDRESS: RateLimit = { burst: 60, perSecond: 10 }
/** The same for one token, wherever it asks from. */
export const EXPORT_PARTS_PER_TOKEN: RateLimit = { burst: 60, perSecond: 10 }
/** Readings of one part of what is somebody's own: it ends by its weight before, where they wrote much; where nothing, it looks through this many stretches. */
export const OWN_EXPORT_READINGS = 24
/** Bytes of what was written after which such a part ends; a message with all it said before may be a megabyte more. */
export const OWN_EXPORT_PART_BYTES = 512 * 1024
/** Rooms one reading asks for. */
export const OWN_EXPORT_ROOMS = 50
/** How long a part is written without giving others their turn, in milliseconds. */
export const EXPORT_BREATH_MS = 4
/** How long a line may take nothing of a part before it is cut, in milliseconds. */
export const EXPORT_STUCK_MS = 30_000

// Hand-offs

/** Codes that carry an identity to another device, made for one address: a family's evening. */
export const HANDOFFS_PER_ADDRESS: RateLimit = { burst: 20, perSecond: 0.1 }

// Accounts

/** Askings about accounts from one IPv4 address or IPv6 /64: each reads or writes, and some hash. A class that makes its passkeys. */
export const ACCOUNT_ASKINGS_PER_ADDRESS: RateLimit = { burst: 100, perSecond: 1 }

/** What somebody shows in vain to sign in, from one IPv4 address or IPv6 /64. */
export const SIGN_INS_PER_ADDRESS: RateLimit = { burst: 20, perSecond: 10 / 60 }

/** Wrong passwords for one name from everywhere: a try in half a minute in the long run. Passkeys, codes and devices that are signed in are not held up by it. */
export const SIGN_INS_PER_NAME: RateLimit = { burst: 20, perSecond: 1 / 30 }

/** Passkeys of one identity: every device of a careful person. */
export const PASSKEYS_MAX = 10

/** Challenges a node keeps for whoever asks, from wherever: each is a write, and nobody's disk is for strangers. */
export const CHALLENGES_PER_NODE: RateLimit = { burst: 500, perSecond: 50 }

/** Askings for the terms of rooms from one IPv4 address or IPv6 /64: a class that opens one link. */
export const CONTRACTS_PER_ADDRESS: RateLimit = { burst: 100, perSecond: 2 }

/** How long a passkey may take to be made or shown, in milliseconds. */
export const CHALLENGE_LIFE_MS = 5 * 60_000

/** How long a token that was seen is not written down again, in milliseconds: to the hour is all anybody wants to know. */
export const SIGHTING_REST_MS = 60 * 60_000

/** How long what was seen of tokens is gathered before it is written, in milliseconds. */
export const SIGHTINGS_HELD_MS = 10_000

/** Tokens written down at once. */
export const SIGHTINGS_STEP_MAX = 500

/** Tokens remembered as seen: those of a full node. */
export const SIGHTINGS_REMEMBERED_MAX = 20_000

// What leaders did

/** Entries kept of a room, the newest, some 200 bytes each: years of a room that is led quietly, and 2 MB of one that is not. */
export const DEEDS_KEPT_MAX = 10_000
/** How long an entry is kept, in milliseconds: a year. Who did what to whom is nobody's business for ever. */
export const DEEDS_KEPT_MS = 365 * 24 * 60 * 60_000
/** How often it is looked for entries that are too old, in milliseconds. */
export const DEED_PURGE_MS = 60 * 60_000
/** Pages of entries asked for from one IPv4 address or IPv6 /64: somebody who reads a room's all at once. */
export const DEED_PAGES_PER_ADDRESS: RateLimit = { burst: 100, perSecond: 2 }

// Reports

/** Reports made from one IPv4 address or IPv6 /64, repeated ones among them: a class that has had enough of somebody. */
export const REPORTS_PER_ADDRESS: RateLimit = { burst: 20, perSecond: 1 / 60 }
/** Open reports of one identity: whoever has more to tell waits for the operator. */
export const REPORTS_OPEN_PER_REPORTER = 20
/** Open reports about one room, so that a crowd in one leaves places for all others: the share of five who say all they may. */
export const REPORTS_OPEN_PER_ROOM = 100
/** Open reports in all, some 10 KB each and 100 at most: more nobody reads, and the disk is for other things. */
export const REPORTS_OPEN_MAX = 2_000
/** Records before a reported message, and behind it, that the report has a copy of. */
export const REPORT_AROUND = 5
/** Characters of each of them. */
export const REPORT_AROUND_LENGTH_MAX = 1_000
/** Earlier bodies of a reported message. */
export const REPORT_EDITS_MAX = 5
/** Records of a room's end among which the messages of a reported person are looked for. */
export const REPORT_LATEST_READ = 50
/** How long a settled report is kept, in milliseconds: two weeks, in which somebody may ask why. */
export const SETTLED_REPORT_KEPT_MS = 14 * 24 * 60 * 60_000
/** How long any report is kept, in milliseconds: three months. An operator who has not looked until then will not. */
export const REPORT_KEPT_MS_MAX = 90 * 24 * 60 * 60_000
/** How often it is looked for reports whose time is over, and counted how many are open, in milliseconds. */
export const REPORT_SWEEP_MS = 60_000

// Erased messages

/** Messages one step of erasing takes on: a commit that does not hold up others, and a span that fits a frame. */
export const ERASE_STEP_MAX = 100
/** Messages erased before it is answered; who asks again has more of them erased. */
export const ERASE_MAX = 5_000
/** Erasings and bringings back one connection may ask for. Each may look through a whole history, which costs as much as many searches. */
export const ERASINGS: RateLimit = { burst: 10, perSecond: 0.5 }
/** Rooms of one node in which it goes on at once, once in each. */
export const ERASINGS_AT_ONCE_MAX = 10
/** How often what can be brought back no more is looked for, in milliseconds. */
export const ERASED_PURGE_MS = 60_000

/** How often what is left of deleted rooms is looked for, in milliseconds. */
export const DELETED_PURGE_MS = 60_000
/** Messages of a deleted room that are erased in one transaction: others wait for no more. */
export const DELETED_STEP_MAX = 1_000

// Accounts

/** Passwords hashed at once: each takes 19 MiB and a core. */
export const PASSWORD_HASHES_AT_ONCE = 2

/** Passwords that wait for it: about a second of them. */
export const PASSWORD_HASHES_WAITING_MAX = 50

/** Those of one IPv4 address or IPv6 /64 among them, so that it takes several to fill the queue. A class behind one address asks again a moment later. */
export const PASSWORD_HASHES_PER_ADDRESS = 8
